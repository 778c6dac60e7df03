import type { Call, Modifiers, Node, Window as NodeWindow } from '../../promql/ast.js';
import { aggregate } from './aggregate.js';
import { operate } from './binary.js';
import { type Bucket, histogramQuantile } from './histogram.js';
import { calendar, instantFunctions } from './instants.js';
import { dropping, get, type Labels, labelSet, noLabels, setting, withoutName } from './labels.js';
import { EvaluationFault, type Moment, type Result, type Sample } from './model.js';
import { predictLinear, quantileOverTime, type RangeFunction, rangeFunctions } from './ranges.js';
import { anchored, at, lastWithin, type Point, within } from './storage.js';

/**
 * What an expression gives at a moment, value for value as Prometheus 2.42 computes it.
 * @throws EvaluationFault where Prometheus would fail, or where this engine has no answer.
 */
export function evaluate(node: Node, moment: Moment): Result {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'selector': {
      const time = shifted(node, node, moment.time);
      return moment.storage.select(node).flatMap(series => {
        const point = at(series, time);
        return point ? [{ labels: series.labels, value: point.value }] : [];
      });
    }
    case 'unary': {
      const of = evaluate(node.expr, moment);
      if (node.op === '+') return of;
      return typeof of === 'number'
        ? -of
        : distinct(
            node,
            of.map(s => ({ labels: withoutName(s.labels), value: -s.value })),
          );
    }
    case 'binary':
      return distinct(node, operate(node, evaluate(node.lhs, moment), evaluate(node.rhs, moment)));
    case 'aggregation': {
      const param = node.param?.kind === 'string' ? node.param.value : node.param ? scalarOf(node.param, moment) : 0;
      return aggregate(node, vectorOf(node.expr, moment), param);
    }
    case 'call':
      return distinct(node, callFunction(node, moment));
    case 'string':
    case 'matrix':
    case 'subquery':
      throw new EvaluationFault('this is no instant vector', node);
    default:
      return node satisfies never;
  }
}

export function vectorOf(node: Node, moment: Moment): readonly Sample[] {
  const result = evaluate(node, moment);
  return typeof result === 'number' ? [{ labels: noLabels, value: result }] : result;
}

function scalarOf(node: Node, moment: Moment): number {
  const result = evaluate(node, moment);
  if (typeof result === 'number') return result;
  throw new EvaluationFault('a number is needed here', node);
}

/** The same labels twice are an error in Prometheus too. */
function distinct(node: Node, result: Result): Result {
  if (typeof result === 'number' || result.length < 2) return result;
  if (new Set(result.map(s => s.labels)).size < result.length) {
    throw new EvaluationFault('two series of the result have the same labels', node);
  }
  return result;
}

function shifted(node: Node, { at: pinned, offset }: Modifiers, now: number): number {
  const time = typeof pinned === 'object' ? pinned.seconds * 1000 : now;
  return time - (offset ? ms(node, offset) : 0);
}

function ms(node: Node, window: NodeWindow): number {
  if (window.kind === 'duration') return window.ms;
  throw new EvaluationFault(`${window.text} has no value in a rule`, node);
}

interface Stretch {
  readonly labels: Labels;
  readonly points: readonly Point[];
}

/** What a range vector holds, and the window that it covers; of each series only the last point where that is enough. */
function rangeOf(node: Node, moment: Moment, lastOnly = false): { stretches: Stretch[]; from: number; to: number } {
  if (node.kind === 'matrix') {
    const to = shifted(node, node.selector, moment.time);
    const from = to - ms(node, node.range);
    const stretches = moment.storage.select(node.selector).map(series => {
      const last = lastOnly ? lastWithin(series, from, to) : undefined;
      return { labels: series.labels, points: lastOnly ? (last ? [last] : []) : within(series, from, to) };
    });
    return { stretches, from, to };
  }
  if (node.kind !== 'subquery') throw new EvaluationFault('a range vector is needed here', node);
  const to = shifted(node, node, moment.time);
  const from = to - ms(node, node.range);
  const step = node.step ? ms(node, node.step) : moment.step;
  const found = new Map<Labels, Point[]>();
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    for (const { labels, value } of vectorOf(node.expr, { ...moment, time })) {
      const points = found.get(labels);
      if (points) points.push({ time, value });
      else found.set(labels, [{ time, value }]);
    }
  }
  return { stretches: [...found].map(([labels, points]) => ({ labels, points })), from, to };
}

const lastIsEnough = new Set(['last_over_time', 'present_over_time'].map(name => rangeFunctions.get(name)));

function overRange(f: RangeFunction, range: Node, moment: Moment, keepName: boolean): Sample[] {
  const { stretches, from, to } = rangeOf(range, moment, lastIsEnough.has(f));
  return stretches.flatMap(({ labels, points }) => {
    const value = points.length > 0 ? f(points, { from, to, now: moment.time }) : undefined;
    return value === undefined ? [] : [{ labels: keepName ? labels : withoutName(labels), value }];
  });
}

function callFunction(node: Call, moment: Moment): Result {
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
    case 'label_join': {
      const [dst = '', separator = '', ...sources] = args.slice(1).map(text);
      return vectorOf(first, moment).map(({ labels, value }) => {
        const joined = sources.map(name => get(labels, name)).join(separator);
        return { labels: setting(labels, { [dst]: joined }), value };
      });
    }
    default:
      throw new EvaluationFault(`${func}() is not evaluated here`, node);
  }
}

const text = (node: Node): string => (node.kind === 'string' ? node.value : '');

function timestamps(node: Node, moment: Moment): Sample[] {
  if (node.kind !== 'selector') {
    return vectorOf(node, moment).map(s => ({ labels: withoutName(s.labels), value: moment.time / 1000 }));
  }
  return moment.storage.select(node).flatMap(series => {
    const point = at(series, shifted(node, node, moment.time));
    return point ? [{ labels: withoutName(series.labels), value: point.time / 1000 }] : [];
  });
}

/** What absent() knows of the series that is not there: the labels that equality matchers fix. */
function absentLabels(node: Node): Labels {
  const selector = node.kind === 'matrix' ? node.selector : node;
  if (selector.kind !== 'selector') return noLabels;
  const names = selector.matchers.map(m => m.label);
  const fixed = selector.matchers.filter(m => m.op === '=' && names.indexOf(m.label) === names.lastIndexOf(m.label));
  return labelSet(fixed.filter(m => m.label !== '__name__').map(m => [m.label, m.value] as const));
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

function replaced(node: Call, samples: readonly Sample[]): Sample[] {
  const [dst = '', replacement = '', src = '', pattern = ''] = node.args.slice(1).map(text);
  const regex = anchored(pattern);
  return samples.map(({ labels, value }) => {
    const match = regex.exec(get(labels, src));
    if (!match) return { labels, value };
    const put = replacement.replace(/\$(?:(\$)|(\w+)|\{(\w+)\})/g, (_, dollar, a, b) => {
      const name = a ?? b;
      return dollar ?? (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
    });
    return { labels: setting(labels, { [dst]: put }), value };
  });
}
