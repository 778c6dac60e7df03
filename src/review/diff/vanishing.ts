import { readsOf } from '../../lint/reads.js';
import { evaluate } from '../../prometheus/engine/evaluate.js';
import { EvaluationFault } from '../../prometheus/engine/model.js';
import { Storage } from '../../prometheus/engine/storage.js';
import type { Matcher, Node, VectorSelector } from '../../promql/ast.js';
import { children } from '../../promql/walk.js';

const noon = 43_200_000;
const nothing = new Storage();

/** Whether an expression returns something where no series is there at all: with `absent()`, or `or vector(0)`. */
export function speaksOfNothing(expr: Node): boolean {
  try {
    const result = evaluate(expr, { storage: nothing, time: noon, step: 60_000 });
    return typeof result === 'number' || result.length > 0;
  } catch (error) {
    if (error instanceof EvaluationFault) return false;
    throw error;
  }
}

/** What an expression watches: it returns something when these series are gone. */
export function watchedBy(expr: Node): VectorSelector[] {
  if (expr.kind === 'call' && expr.func.startsWith('absent'))
    return readsOf(expr).flatMap(({ selector, past }) => (past ? [] : [selector]));
  // What `unless` takes away is not returned.
  const parts = expr.kind === 'binary' && expr.op === 'unless' ? [expr.lhs] : children(expr);
  return parts.flatMap(watchedBy);
}

/** What an expression reads of the series themselves, and not whether they are there. */
export const judgedBy = (expr: Node): VectorSelector[] =>
  readsOf(expr).flatMap(({ selector, absent }) => (absent ? [] : [selector]));

/**
 * Whether somebody who watches the one notices that the other is gone: the same metric, unless both name different values
 * of a label; or `up` of the same job, without whose targets nothing is there.
 */
export function notices(watched: VectorSelector, gone: VectorSelector): boolean {
  const one = fixed(watched);
  const other = fixed(gone);
  const job = one.get('job');
  if (watched.name === 'up' && job !== undefined && job === other.get('job')) return true;
  if (watched.name !== gone.name) return false;
  return [...one].every(([label, value]) => (other.get(label) ?? value) === value);
}

const fixed = ({ matchers }: VectorSelector): ReadonlyMap<string, string> =>
  new Map(matchers.flatMap(({ label, op, value }: Matcher) => (op === '=' ? [[label, value] as const] : [])));
