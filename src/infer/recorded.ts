import type { Recording, World } from '../catalog/world.js';
import { nodesOf } from '../promql/walk.js';
import { eitherOf } from './either.js';
import type { Infer } from './infer.js';
import { type Inferred, unknown } from './model.js';

/** What is known of recorded series: undefined while it is being worked out. */
const known = new WeakMap<World, Map<string, Inferred | undefined>>();

/**
 * A recorded series is what the rules that record it return, with the labels that they set. Of one that is made of itself
 * nothing is known: it may carry on what was written before.
 */
export function inferRecorded(name: string, world: World, self: Infer): Inferred {
  const results = known.get(world) ?? new Map<string, Inferred | undefined>();
  known.set(world, results);
  // Those that it is made of come first, one after the other: a chain of them can be longer than the stack is deep.
  const waiting = results.has(name) ? [] : [name];
  for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
    const rules = world.recordings(next);
    const begun = results.has(next);
    if (!begun) {
      results.set(next, undefined);
      for (const of of rules.flatMap(namesIn)) if (!results.has(of) && recorded(of, world)) waiting.push(of);
      continue;
    }
    waiting.pop();
    results.set(next, results.get(next) ?? rules.map(rule => written(rule, self)).reduce(either));
  }
  return results.get(name) ?? { ...unknown('vector'), empty: world.ended, names: 1 };
}

const recorded = (name: string, world: World): boolean =>
  world.series(name) === undefined && world.recordings(name).length > 0;

const namesIn = ({ expr }: Recording): string[] =>
  nodesOf(expr).flatMap(node => (node.kind === 'selector' && node.name !== undefined ? [node.name] : []));

const either = (a: Inferred, b: Inferred): Inferred => (a.empty ? b : b.empty ? a : { ...eitherOf(a, b), names: 1 });

/** A number that is recorded is no literal any more. */
function written({ expr, labels: set }: Recording, self: Infer): Inferred {
  const of = self(expr);
  const labels = new Map(of.labels);
  labels.delete('__name__');
  for (const [label, value] of Object.entries(set)) {
    if (value === '') labels.delete(label);
    else labels.set(label, { sure: true, values: [value] });
  }
  const unit = of.unit === 'any' ? 'unknown' : of.unit;
  return { ...of, type: 'vector', labels, unit, motion: of.motion === 'constant' ? 'gauge' : of.motion, names: 1 };
}
