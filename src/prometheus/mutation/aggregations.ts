import type { World } from '../../catalog/world.js';
import { infer } from '../../infer/infer.js';
import type { Aggregation, AggregationOp } from '../../promql/ast.js';
import { aggregation } from '../../promql/nodes.js';
import { arrow, type Mutator } from './change.js';

/** What each operator is easily taken for. */
const neighbours: Partial<Record<AggregationOp, readonly AggregationOp[]>> = {
  sum: ['avg', 'max'],
  avg: ['max', 'sum'],
  max: ['min', 'sum'],
  min: ['max', 'avg'],
  count: ['sum', 'group'],
  group: ['sum', 'count'],
  stddev: ['stdvar'],
  stdvar: ['stddev'],
  topk: ['bottomk'],
  bottomk: ['topk'],
};

/** Of one series these all give its value. */
const sameOfOne: ReadonlySet<AggregationOp> = new Set(['sum', 'avg', 'max', 'min']);

/** The operator replaced by each of its neighbours. */
export const aggregationOperators: Mutator = function* ({ node }, world) {
  if (node.kind !== 'aggregation') return;
  for (const op of neighbours[node.op] ?? []) {
    const one = sameOfOne.has(node.op) && sameOfOne.has(op) && oneEach(node, world);
    yield {
      kind: 'aggregation',
      change: arrow(node.op, op),
      node: aggregation({ ...node, op }),
      values: node.op !== 'topk' && node.op !== 'bottomk',
      equivalent: one ? 'each group has one series' : undefined,
    };
  }
};

/** Whether the labels that are aggregated away have one value only: then no group has two series. */
function oneEach({ grouping = { by: true, labels: [] }, expr }: Aggregation, world: World): boolean {
  const { labels, others } = infer(expr, world);
  if (others) return false;
  return [...labels].every(
    ([label, fact]) => grouping.labels.includes(label) === grouping.by || (fact.sure && fact.values?.length === 1),
  );
}

/** Each label of the grouping left out, and each other label of the series added. */
export const groupings: Mutator = function* ({ node, parent, index }, world) {
  if (node.kind !== 'aggregation') return;
  const { by, labels } = node.grouping ?? { by: true, labels: [] };
  const facts = infer(node.expr, world).labels;
  const text = (names: readonly string[]) => `${by ? 'by' : 'without'} (${names.join(', ')})`;
  const regrouped = (names: readonly string[]) => ({
    kind: 'grouping' as const,
    change: arrow(text(labels), text(names)),
    node: aggregation({ ...node, grouping: { by, labels: names } }),
  });
  for (const label of labels) {
    const there = facts.has(label);
    yield {
      ...regrouped(labels.filter(l => l !== label)),
      equivalent: there ? undefined : `no series has the label ${label}`,
    };
  }
  // On the side of a set operator that only says whether there is a match, finer groups match alike.
  const set = parent?.node.kind === 'binary' && index === 1 ? parent.node : undefined;
  const on = (set?.op === 'and' || set?.op === 'unless') && set.matching?.by === 'on' ? set.matching.labels : undefined;
  for (const label of facts.keys()) {
    if (labels.includes(label)) continue;
    const finer = by && on && !on.includes(label);
    yield {
      ...regrouped([...labels, label]),
      equivalent: finer ? `${label} is not matched on` : undefined,
    };
  }
};
