import { milliseconds } from '../../core/durations.js';
import type { Call, MatrixSelector, Node, VectorSelector } from '../../promql/ast.js';
import { binary, call, subquery } from '../../promql/nodes.js';
import { anchoredMatches } from '../../promql/regex.js';
import { valueType } from '../../promql/types.js';
import { rebuild } from '../../promql/walk.js';
import type { RecordedSeries } from './model.js';
import { filtered, labelled } from './relabel.js';

/** An expression that reads nothing of what was to be replaced; or why there is none. */
export type Inlined =
  | { readonly ok: true; readonly expr: Node; readonly names: readonly string[] }
  | { readonly ok: false; readonly why: string };

/**
 * The expression with recorded series replaced by what their rules compute, for a history that does not have them as the
 * rules write them now. `interval` is that of the evaluations, in milliseconds.
 */
export function inline(
  expr: Node,
  records: readonly RecordedSeries[],
  replaced: ReadonlySet<string>,
  interval: number,
): Inlined {
  const names = new Set<string>();
  try {
    return { ok: true, expr: replace(expr, []), names: [...names].sort() };
  } catch (error) {
    if (error instanceof NotInlined) return { ok: false, why: error.message };
    throw error;
  }

  /** `above` are the series whose rules this is inside of. */
  function replace(node: Node, above: readonly string[]): Node {
    if (node.kind === 'selector') return instant(node, above);
    if (node.kind === 'matrix') return range(node, above);
    const inside = rebuild(node, child => replace(child, above));
    return node.kind === 'call' && node.func.startsWith('absent') && inside !== node ? absence(node, inside) : inside;
  }

  function instant(of: VectorSelector, above: readonly string[]): Node {
    const rule = ruleOf(of, above);
    if (!rule) return of;
    const inner = recorded(rule, of, above);
    // Both are evaluated at the same times.
    if (!of.offset && of.at === undefined && interval % rule.interval === 0) return inner;
    // What was recorded last by then: a window with one evaluation of the rule in it.
    const window = subquery({ expr: inner, range: milliseconds(rule.interval - 1), ...stepped(rule, of) });
    return call('last_over_time', [window]);
  }

  function range({ selector, range: window }: MatrixSelector, above: readonly string[]): Node {
    const rule = ruleOf(selector, above);
    if (!rule) return { kind: 'matrix', selector, range: window };
    return subquery({ expr: recorded(rule, selector, above), range: window, ...stepped(rule, selector) });
  }

  function ruleOf(of: VectorSelector, above: readonly string[]): RecordedSeries | undefined {
    if (of.name === undefined) {
      const taken = [...replaced].find(name => takesName(of, name));
      if (taken !== undefined) throw new NotInlined(`a selector without a name takes ${taken} too`);
      return undefined;
    }
    if (!replaced.has(of.name)) return undefined;
    if (above.includes(of.name)) throw new NotInlined(`${of.name} is computed from its own past`);
    return records.find(record => record.name === of.name);
  }

  /** What the rules of this name write, as far as the matchers let it through. */
  function recorded({ name }: RecordedSeries, { matchers }: VectorSelector, above: readonly string[]): Node {
    names.add(name);
    const written = records
      .filter(record => record.name === name)
      .map(record => {
        const inner = replace(record.expr, [...above, name]);
        const vector = valueType(inner) === 'scalar' ? call('vector', [inner]) : inner;
        return Object.entries({ __name__: name, ...record.labels }).reduce(
          (of, [label, text]) => labelled(of, label, text),
          vector,
        );
      });
    return matchers.reduce(
      filtered,
      written.reduce((lhs, rhs) => binary({ op: 'or', lhs, rhs })),
    );
  }
}

class NotInlined extends Error {}

const stepped = ({ interval }: RecordedSeries, { offset, at }: VectorSelector) => ({
  step: milliseconds(interval),
  ...(offset && { offset }),
  ...(at !== undefined && { at }),
});

/** The labels of absent() are those that its selector asks for by `=`, each once. */
function absence({ args: [arg] }: Call, inside: Node): Node {
  const of = arg?.kind === 'matrix' ? arg.selector : arg;
  if (of?.kind !== 'selector') return inside;
  const asked = of.matchers.filter(
    ({ label, op }) => op === '=' && of.matchers.filter(m => m.label === label).length === 1,
  );
  return asked.reduce((result, { label, value }) => labelled(result, label, value), inside);
}

function takesName({ matchers }: VectorSelector, name: string): boolean {
  return matchers.every(({ label, op, value }) => {
    if (label !== '__name__') return true;
    const hit = op === '=' || op === '!=' ? value === name : (anchoredMatches(value, name) ?? true);
    return op === '=' || op === '=~' ? hit : !hit;
  });
}
