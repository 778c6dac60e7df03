import { nearest } from '../core/nearest.js';
import { at, partsOf, pointerTo, quote } from './document.js';
import { panelOptions } from './generated/panel-options.js';
import { inWords, locate } from './locate.js';
import { patternPhrases } from './patterns.js';
import type { Kind, Problem } from './problem.js';
import { removedPanel } from './removed-panels.js';

/** An error of a generated validator. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set where the error is about a key instead of a value. */
  readonly propertyName?: string;
}

/** Keywords that only say that something below them failed, which has its own error. */
const echoes = new Set(['if', 'discriminator', 'propertyNames']);

/** Words the errors of a validator, one problem each. */
export function explain(document: unknown, kind: Kind, errors: readonly SchemaError[]): Problem[] {
  // A value outside its list is often of another type as well; the list says more.
  const listed = new Set(errors.filter(({ keyword }) => keyword === 'enum' || keyword === 'const').map(placeOf));
  return errors
    .filter(error => !echoes.has(error.keyword) && !(error.keyword === 'type' && listed.has(placeOf(error))))
    .map(error => explainOne(document, kind, error));
}

const placeOf = (error: SchemaError) => error.instancePath;

function explainOne(document: unknown, kind: Kind, error: SchemaError): Problem {
  const { instancePath: pointer, keyword, params } = error;
  const where = inWords(locate(document, kind, pointer));
  const value = at(document, ...partsOf(pointer));
  const problem = (message: string, fix?: string): Problem => ({
    id: 'schema/value',
    pointer,
    message,
    ...(fix === undefined ? {} : { fix }),
  });
  const wanted = `write ${patternPhrases[String(params.pattern)] ?? params.pattern}`;
  if (error.propertyName !== undefined) {
    const message = `${quote(error.propertyName)} cannot be a name in ${where}`;
    return { ...problem(message, wanted), pointer: pointer + pointerTo(error.propertyName) };
  }
  switch (keyword) {
    case 'closed':
      return unknownKey(document, kind, pointer, String(params.key), params.allowed as string[]);
    case 'required':
      return { ...problem(missingKey(where, String(params.missingProperty))), id: 'schema/missing-key' };
    case 'enum':
      return notAmong(document, pointer, where, value, params.allowedValues as unknown[]);
    case 'const':
      return problem(`${where} is ${quote(value)}`, `write ${quote(params.allowedValue)}`);
    case 'type':
      return problem(`${where} is ${quote(value)}`, `write ${typeInWords(params.type)}`);
    case 'pattern':
      return problem(
        `${where} is ${quote(value)}`,
        `write ${patternPhrases[String(params.pattern)] ?? params.pattern}`,
      );
    case 'minimum':
      return problem(`${where} is ${quote(value)}`, `write a number of at least ${params.limit}`);
    case 'maximum':
      return problem(`${where} is ${quote(value)}`, `write a number of at most ${params.limit}`);
    case 'minLength':
    case 'minItems':
      return problem(`${where} is empty`, 'give it a value');
    default:
      return problem(`${where} breaks the rule "${keyword}" of its schema`);
  }
}

function missingKey(where: string, key: string): string {
  // A rule without `alert` is read as a recording rule; it may have been meant as either.
  return key === 'record' ? `${where} has neither "alert" nor "record"` : `${where} lacks "${key}"`;
}

function unknownKey(document: unknown, kind: Kind, parent: string, key: string, allowed: readonly string[]): Problem {
  const close = nearest(key, allowed);
  const owners = parent.endsWith('/options')
    ? Object.keys(panelOptions).filter(type => panelOptions[type]?.includes(key))
    : [];
  let fix = `remove it; known here: ${[...allowed].sort().join(', ')}`;
  if (close !== undefined) fix = `write "${close}"`;
  else if (owners.length > 0) fix = `remove it, it is an option of ${owners.join(', ')} panels; ${fix.slice(11)}`;
  return {
    id: 'schema/unknown-key',
    pointer: parent + pointerTo(key),
    message: `unknown key "${key}" in ${inWords(locate(document, kind, parent))}`,
    fix,
  };
}

function notAmong(
  document: unknown,
  pointer: string,
  where: string,
  value: unknown,
  allowed: readonly unknown[],
): Problem {
  const parts = partsOf(pointer);
  const isPanelType = parts.at(-1) === 'type' && parts.at(-3) === 'panels';
  const removed = isPanelType ? removedPanel(at(document, ...parts.slice(0, -1)), pointer) : undefined;
  if (removed) return removed;
  const close = typeof value === 'string' ? nearest(value, allowed.map(String)) : undefined;
  const fix = close === undefined ? `write one of ${allowed.map(String).join(', ')}` : `write "${close}"`;
  return { id: 'schema/value', pointer, message: `${where} is ${quote(value)}`, fix };
}

function typeInWords(type: unknown): string {
  const words: Record<string, string> = {
    integer: 'a whole number',
    object: 'an object',
    array: 'a list',
    null: 'null',
  };
  return [type]
    .flat()
    .map(name => words[String(name)] ?? `a ${name}`)
    .join(' or ');
}
