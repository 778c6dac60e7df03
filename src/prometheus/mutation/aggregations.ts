import { infer } from '../../infer/infer.js';
import type { AggregationOp, Binary } from '../../promql/ast.js';
import { aggregation } from '../../promql/nodes.js';
import { isComparison } from '../../promql/precedence.js';
import type { Rule } from '../model.js';
import { alertLabels } from '../render.js';
import { arrow, type Change, type Mutator } from './change.js';
import type { Place } from './places.js';
import { sameOfOne, sameQuantile, sameWhenFiner, wholeHistograms } from './same.js';

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

/** The operator replaced by each of its neighbours. */
export const aggregationOperators: Mutator = function* (place, world) {
  const { node } = place;
  if (node.kind !== 'aggregation') return;
  for (const op of neighbours[node.op] ?? []) {
    yield {
      kind: 'aggregation',
      change: arrow(node.op, op),
      node: aggregation({ ...node, op }),
      values: node.op !== 'topk' && node.op !== 'bottomk',
      equivalent:
        sameOfOne(node, op, world) ??
        (isSumOrMean(node.op) && isSumOrMean(op) && wholeHistograms(node, world) ? sameQuantile(place) : undefined),
    };
  }
};

const isSumOrMean = (op: AggregationOp) => op === 'sum' || op === 'avg';

/** Each label of the grouping left out, and each other label of the series added. */
export const groupings: Mutator = function* (place, world, rule) {
  const { node } = place;
  if (node.kind !== 'aggregation') return;
  const { by, labels } = node.grouping ?? { by: true, labels: [] };
  const facts = infer(node.expr, world).labels;
  const text = (names: readonly string[]) => `${by ? 'by' : 'without'} (${names.join(', ')})`;
  const regrouped = (names: readonly string[], equivalent: string | undefined): Change => ({
    kind: 'grouping',
    change: arrow(text(labels), text(names)),
    node: aggregation({ ...node, grouping: { by, labels: names } }),
    equivalent,
  });
  for (const label of labels) {
    const why = facts.has(label) ? undefined : `no series has the label ${label}`;
    yield regrouped(
      labels.filter(l => l !== label),
      why,
    );
  }
  for (const [label, fact] of facts) {
    if (labels.includes(label)) continue;
    const one = by && fact.sure && fact.values?.length === 1;
    const why = (one ? overridden(place, label, rule) : undefined) ?? sameWhenFiner(place, label, world);
    yield regrouped([...labels, label], why);
  }
};

/** A label of one value that comes with the result of an alert is the alert's own all the same, where it sets it. */
function overridden({ parent, index }: Place, label: string, rule: Rule): string | undefined {
  if (rule.kind !== 'alert' || !(label in alertLabels(rule))) return undefined;
  const top = !parent || (!parent.parent && parent.node.kind === 'binary' && index === 0);
  return top && (!parent || isComparison((parent.node as Binary).op)) ? `the alert sets ${label} itself` : undefined;
}
