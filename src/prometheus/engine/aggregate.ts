import type { Aggregation } from '../../promql/ast.js';
import { dropping, keeping, type Labels, noLabels, setting } from './labels.js';
import { EvaluationFault, type Sample } from './model.js';
import { quantile } from './ranges.js';

const groupings = new WeakMap<Aggregation, (labels: Labels) => Labels>();

function groupingOf(node: Aggregation): (labels: Labels) => Labels {
  const before = groupings.get(node);
  if (before) return before;
  const { grouping } = node;
  const made = !grouping
    ? () => noLabels
    : grouping.by
      ? keeping(grouping.labels)
      : dropping(['__name__', ...grouping.labels]);
  groupings.set(node, made);
  return made;
}

/** An aggregation over what its expression gave. `param` is k, phi or the label of count_values. */
export function aggregate(node: Aggregation, samples: readonly Sample[], param: number | string): Sample[] {
  if (node.op === 'count_values') return countValues(node, samples, String(param));
  const grouping = groupingOf(node);
  const groups = new Map<Labels, Sample[]>();
  for (const sample of samples) {
    const key = grouping(sample.labels);
    const group = groups.get(key);
    if (group) group.push(sample);
    else groups.set(key, [sample]);
  }
  const out: Sample[] = [];
  for (const [labels, members] of groups) {
    const values = members.map(s => s.value);
    switch (node.op) {
      case 'topk':
      case 'bottomk': {
        const sign = node.op === 'topk' ? -1 : 1;
        out.push(
          ...[...members].sort((a, b) => sign * (a.value - b.value)).slice(0, Math.max(0, Math.trunc(Number(param)))),
        );
        break;
      }
      case 'quantile':
        out.push({ labels, value: quantile(Number(param), values) });
        break;
      default:
        out.push({ labels, value: simple(node, values) });
    }
  }
  return out;
}

/** The value is a label before the grouping looks: `without` that label counts all values as one. */
function countValues({ grouping }: Aggregation, samples: readonly Sample[], label: string): Sample[] {
  const { by, labels: names } = grouping ?? { by: true, labels: [] };
  const keep = by ? keeping([...names, label]) : dropping(['__name__', ...names]);
  const counts = new Map<Labels, number>();
  for (const { labels, value } of samples) {
    const group = keep(setting(labels, { [label]: String(value) }));
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts].map(([labels, value]) => ({ labels, value }));
}

function simple(node: Aggregation, values: readonly number[]): number {
  switch (node.op) {
    case 'sum':
      return values.reduce((a, b) => a + b);
    case 'min':
      return values.reduce((a, b) => (a > b || Number.isNaN(a) ? b : a));
    case 'max':
      return values.reduce((a, b) => (a < b || Number.isNaN(a) ? b : a));
    case 'avg':
      return values.reduce((mean, v, i) => mean + (v / (i + 1) - mean / (i + 1)), 0);
    case 'group':
      return 1;
    case 'count':
      return values.length;
    case 'stdvar':
      return deviation(values);
    case 'stddev':
      return Math.sqrt(deviation(values));
    default:
      throw new EvaluationFault(`${node.op} is not evaluated here`, node);
  }
}

function deviation(values: readonly number[]): number {
  let mean = 0;
  let sum = 0;
  values.forEach((value, i) => {
    const delta = value - mean;
    mean += delta / (i + 1);
    sum += delta * (value - mean);
  });
  return sum / values.length;
}
