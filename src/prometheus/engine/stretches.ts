import type { Modifiers, Node, Window as NodeWindow } from '../../promql/ast.js';
import { vectorOf } from './evaluate.js';
import { type Labels, withoutName } from './labels.js';
import { EvaluationFault, type Moment, type Sample } from './model.js';
import { type RangeFunction, rangeFunctions } from './ranges.js';
import { lastWithin, type Point, within } from './storage.js';

/** The time that a selector or subquery looks at. */
export function shifted(node: Node, { at: pinned, offset }: Modifiers, now: number): number {
  const time = typeof pinned === 'object' ? pinned.seconds * 1000 : now;
  return time - (offset ? ms(node, offset) : 0);
}

function ms(node: Node, window: NodeWindow): number {
  if (window.kind === 'duration') return window.ms;
  throw new EvaluationFault(`${window.text} has no value in a rule`, node);
}

/** One series of a range vector. */
interface Stretch {
  readonly labels: Labels;
  readonly points: readonly Point[];
}

/** What a range vector holds, and the window that it covers; of each series only the last point where that is enough. */
export function rangeOf(
  node: Node,
  moment: Moment,
  lastOnly = false,
): { stretches: Stretch[]; from: number; to: number } {
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

/** A range function over what a range vector holds. */
export function overRange(f: RangeFunction, range: Node, moment: Moment, keepName: boolean): Sample[] {
  const { stretches, from, to } = rangeOf(range, moment, lastIsEnough.has(f));
  return stretches.flatMap(({ labels, points }) => {
    const value = points.length > 0 ? f(points, { from, to, now: moment.time }) : undefined;
    return value === undefined ? [] : [{ labels: keepName ? labels : withoutName(labels), value }];
  });
}
