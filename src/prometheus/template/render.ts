import type { Expression, Part, Value } from './ast.js';
import { templateFunctions, truth } from './functions.js';
import { formatG } from './numbers.js';
import { printf } from './printf.js';

/** What an alert hands to its templates. */
export interface TemplateData {
  /** The labels of the sample, without the alert's own. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly externalLabels?: Readonly<Record<string, string>>;
}

/**
 * The text that Prometheus makes of a template. A label that is not there is empty.
 * @throws TelltaleError when a function cannot take its value (humanize of a label that is no number).
 */
export function renderTemplate(parts: readonly Part[], data: TemplateData): string {
  return parts
    .map(part => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'action':
          return show(evaluate(part.expr, data));
        case 'if':
          return renderTemplate(truth(evaluate(part.when, data)) ? part.then : part.otherwise, data);
        default:
          return part satisfies never;
      }
    })
    .join('');
}

function show(value: Value): string {
  return value.kind === 'number' ? formatG(value.value) : String(value.value);
}

function evaluate(expr: Expression, data: TemplateData): Value {
  switch (expr.kind) {
    case 'value':
      return { kind: 'number', value: data.value };
    case 'label':
      return { kind: 'string', value: own(data.labels, expr.name) };
    case 'external':
      return { kind: 'string', value: own(data.externalLabels ?? {}, expr.name) };
    case 'constant':
      return expr.value;
    case 'printf':
      return {
        kind: 'string',
        value: printf(
          expr.format,
          expr.args.map(arg => evaluate(arg, data)),
        ),
      };
    case 'call': {
      const args = expr.args.map(arg => evaluate(arg, data));
      const run = templateFunctions.get(expr.func)?.run;
      return run ? run(args) : { kind: 'string', value: '' };
    }
    default:
      return expr satisfies never;
  }
}

const own = (labels: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(labels, name) ? (labels[name] as string) : '';

/** The labels of the sample that a template names: each must be on every series that the alert's expression returns. */
export const templateLabels = (parts: readonly Part[]): Set<string> => named(parts, 'label');

/** The external labels that a template names. */
export const templateExternals = (parts: readonly Part[]): Set<string> => named(parts, 'external');

function named(parts: readonly Part[], kind: 'label' | 'external'): Set<string> {
  const found = new Set<string>();
  const look = (expr: Expression): void => {
    if (expr.kind === kind) found.add(expr.name);
    if (expr.kind === 'call' || expr.kind === 'printf') expr.args.forEach(look);
  };
  for (const part of parts) {
    if (part.kind === 'action') look(part.expr);
    if (part.kind !== 'if') continue;
    look(part.when);
    for (const name of [...named(part.then, kind), ...named(part.otherwise, kind)]) found.add(name);
  }
  return found;
}
