import { nearest } from '../core/nearest.js';
import { SyntaxFault } from './fault.js';
import { aggregations, functions, newerAggregations } from './functions.js';

const known: readonly string[] = [
  ...[...functions.values()].filter(f => f.since === undefined).map(f => f.name),
  ...aggregations.keys(),
];

/** Words that the grammar itself refuses before a parenthesis, with a better sentence. */
const keywords = new Set(['by', 'without', 'offset']);

/**
 * Checks a name that stands before a parenthesis: it has to be a function of 2.42 in its own spelling, or an
 * aggregation in any. @throws SyntaxFault when it is neither.
 */
export function checkCallable(text: string, from: number, length: number): void {
  const to = from + length;
  const name = text.slice(from, to);
  const word = name.toLowerCase();
  if (aggregations.has(word) || keywords.has(word)) return;
  if ((word === 'start' || word === 'end') && /@\s*$/.test(text.slice(0, from))) return;
  const spec = functions.get(name);
  if (spec && spec.since === undefined) return;
  const since = spec?.since ?? newerAggregations.get(word);
  if (since !== undefined) {
    const kind = spec ? 'function' : 'aggregation';
    throw new SyntaxFault(`the ${kind} "${name}" needs Prometheus ${since}; rules must load on 2.42`, from, to);
  }
  const close = nearest(name, known);
  throw new SyntaxFault(`unknown function "${name}"${close ? `; did you mean "${close}"?` : ''}`, from, to);
}
