import { timesUnit, unit } from '../core/units.js';
import type { Aggregation, AggregationOp } from '../promql/ast.js';
import { quantileRange } from './calls.js';
import { combinations } from './cardinality.js';
import type { Labels } from './labels.js';
import { factOf } from './labels.js';
import { everything, type Inferred, type Interval, type LabelFact } from './model.js';

/** Those that return some of the series as they are. */
const choosing: ReadonlySet<AggregationOp> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

/** An aggregation: the labels that the grouping keeps, and what the operator makes of the values. */
export function inferAggregation(node: Aggregation, of: Inferred, param: Inferred | undefined): Inferred {
  const keepsAll = choosing.has(node.op);
  const groups = groupedLabels(node, of);
  const grouped = keepsAll ? { labels: of.labels, others: of.others } : { ...groups, names: 0 };
  const base: Inferred = { ...of, ...grouped, type: 'vector' };
  switch (node.op) {
    case 'sum':
      return { ...base, range: summed(of.range) };
    case 'min':
    case 'max':
    case 'avg':
    case 'limit_ratio':
      return base;
    case 'topk':
    case 'bottomk':
    case 'limitk':
      return { ...base, series: Math.min(of.series, ofEach(combinations(groups), param)) };
    case 'quantile':
      return param ? { ...base, range: quantileRange(param, of) } : base;
    case 'count':
      return plain(base, unit('count'), [1, Infinity]);
    case 'group':
      return plain(base, unit('flag'), [1, 1]);
    case 'stddev':
      return plain(base, of.unit, [0, Infinity]);
    case 'stdvar':
      return plain(base, typeof of.unit === 'object' ? timesUnit(of.unit, of.unit) : of.unit, [0, Infinity]);
    case 'count_values': {
      const label = node.param?.kind === 'string' ? node.param.value : undefined;
      const labels = new Map(grouped.labels);
      // `without` takes that label away too.
      const taken = node.grouping && !node.grouping.by && node.grouping.labels.includes(label ?? '');
      if (label !== undefined && !taken) labels.set(label, { sure: true, values: undefined });
      return plain({ ...base, labels }, unit('count'), [1, Infinity]);
    }
  }
}

/** So many of each group. */
function ofEach(groups: number, count: Inferred | undefined): number {
  const most = Math.max(0, Math.floor(count?.range[1] ?? Infinity));
  return most === 0 ? 0 : most * groups;
}

function plain(base: Inferred, of: Inferred['unit'], range: Interval): Inferred {
  const { observed: _, ...rest } = base;
  return { ...rest, unit: of, motion: 'gauge', range };
}

/** At least one series is in a group, so a sum of what is never negative is at least the least. */
function summed([low, high]: Interval): Interval {
  return low >= 0 ? [low, high === 0 ? 0 : Infinity] : high <= 0 ? [-Infinity, high] : everything;
}

function groupedLabels(node: Aggregation, of: Inferred): { labels: Labels; others: boolean } {
  const { by, labels } = node.grouping ?? { by: true, labels: [] };
  const kept = new Map<string, LabelFact>();
  if (by) {
    for (const label of labels) {
      const fact = factOf(of, label);
      if (fact) kept.set(label, fact);
    }
    return { labels: kept, others: false };
  }
  for (const [label, fact] of of.labels) if (!labels.includes(label)) kept.set(label, fact);
  return { labels: kept, others: of.others };
}
