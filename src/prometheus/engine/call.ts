import type { Call, Node } from '../../promql/ast.js';
import { scalarOf, vectorOf } from './evaluate.js';
import { type Bucket, histogramQuantile } from './histogram.js';
import { calendar, instantFunctions } from './instants.js';
import { dropping, get, type Labels, noLabels, withoutName } from './labels.js';
import { EvaluationFault, type Moment, type Result, type Sample } from './model.js';
import { predictLinear, quantileOverTime, rangeFunctions } from './ranges.js';
import { absentLabels, joined, replaced } from './relabel.js';
import { at } from './storage.js';
import { overRange, rangeOf, shifted } from './stretches.js';

/** What a function gives at a moment. @throws EvaluationFault for one that the engine does not know */
export function callFunction(node: Call, moment: Moment): Result {
  const { func, args } = node;
  const [first, second] = args as readonly [Node, Node];
  const range = rangeFunctions.get(func);
  if (range) return overRange(range, first, moment, func === 'last_over_time');
  const instant = instantFunctions.get(func);
  if (instant) {
    const of =
      args.length === 0 && calendar.has(func)
        ? [{ labels: noLabels, value: moment.time / 1000 }]
        : vectorOf(first, moment);
    const rest = args.slice(1).map(arg => scalarOf(arg, moment));
    if (func === 'clamp' && (rest[1] as number) < (rest[0] as number)) return [];
    return of.map(s => ({ labels: withoutName(s.labels), value: instant(s.value, ...rest) }));
  }
  switch (func) {
    case 'time':
      return moment.time / 1000;
    case 'pi':
      return Math.PI;
    case 'vector':
      return [{ labels: noLabels, value: scalarOf(first, moment) }];
    case 'scalar': {
      const of = vectorOf(first, moment);
      return of.length === 1 ? (of[0] as Sample).value : NaN;
    }
    case 'sort':
    case 'sort_desc':
      return vectorOf(first, moment);
    case 'timestamp':
      return timestamps(first, moment);
    case 'predict_linear':
      return overRange(predictLinear(scalarOf(second, moment)), first, moment, false);
    case 'quantile_over_time':
      return overRange(quantileOverTime(scalarOf(first, moment)), second, moment, false);
    case 'absent':
      return vectorOf(first, moment).length > 0 ? [] : [{ labels: absentLabels(first), value: 1 }];
    case 'absent_over_time':
      return rangeOf(first, moment, true).stretches.some(s => s.points.length > 0)
        ? []
        : [{ labels: absentLabels(first), value: 1 }];
    case 'histogram_quantile':
      return quantiles(scalarOf(first, moment), vectorOf(second, moment));
    case 'label_replace':
      return replaced(node, vectorOf(first, moment));
    case 'label_join':
      return joined(node, vectorOf(first, moment));
    default:
      throw new EvaluationFault(`${func}() is not evaluated here`, node);
  }
}

function timestamps(node: Node, moment: Moment): Sample[] {
  if (node.kind !== 'selector') {
    return vectorOf(node, moment).map(s => ({ labels: withoutName(s.labels), value: moment.time / 1000 }));
  }
  return moment.storage.select(node).flatMap(series => {
    const point = at(series, shifted(node, node, moment.time));
    return point ? [{ labels: withoutName(series.labels), value: point.time / 1000 }] : [];
  });
}

const withoutLe = dropping(['__name__', 'le']);

function quantiles(phi: number, samples: readonly Sample[]): Sample[] {
  const histograms = new Map<Labels, Bucket[]>();
  for (const { labels, value } of samples) {
    const le = get(labels, 'le');
    const edge = le === '+Inf' ? Infinity : le === '' ? NaN : Number(le);
    if (Number.isNaN(edge)) continue;
    const key = withoutLe(labels);
    const buckets = histograms.get(key);
    if (buckets) buckets.push({ edge, count: value });
    else histograms.set(key, [{ edge, count: value }]);
  }
  return [...histograms].map(([labels, buckets]) => ({ labels, value: histogramQuantile(phi, buckets) }));
}
