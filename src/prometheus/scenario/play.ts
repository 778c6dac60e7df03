import type { Site } from '../../catalog/site.js';
import { formatDuration, milliseconds } from '../../core/durations.js';
import { TelltaleError } from '../../core/errors.js';
import type { Labels } from '../engine/labels.js';
import { Simulation } from '../engine/simulate.js';
import type { AlertingRule, RuleGroup, SeriesSpec } from '../model.js';
import { formatValues, parseSeries, type Stretch } from '../proof/notation.js';
import { seriesText } from '../proof/plan.js';
import type { Input, Move } from './inputs.js';
import type { AlertScenario } from './model.js';

/** An alert that fired, and from its first to its last evaluation (milliseconds). */
export interface Firing {
  readonly rule: AlertingRule;
  readonly labels: Labels;
  readonly from: number;
  readonly to: number;
}

/** Plays a scenario over rules in the order of evaluation: all that fires. @throws EvaluationFault */
export function play(scenario: AlertScenario, ordered: readonly RuleGroup[], site: Site): Firing[] {
  const { every, lasts, sampled } = scenario;
  const simulation = new Simulation(
    ordered.flatMap(g => g.rules),
    site.externalLabels,
    every.ms,
  );
  for (const series of seriesOf(scenario)) simulation.storage.add(parseSeries(series, sampled.ms));
  const firing = new Map<string, { rule: AlertingRule; labels: Labels; from: number; to: number }>();
  const over: Firing[] = [];
  for (let time = 0; time <= lasts.ms; time += every.ms) {
    simulation.evaluate(time);
    for (const { rule, labels, state } of simulation.active()) {
      if (state !== 'firing') continue;
      const key = `${rule.name}\0${labels.key}`;
      const known = firing.get(key);
      if (known && known.to === time - every.ms) known.to = time;
      else {
        if (known) over.push(known);
        firing.set(key, { rule, labels, from: time, to: time });
      }
    }
  }
  return [...over, ...firing.values()];
}

/** The input as promtool takes it. @throws TelltaleError when two inputs are one series, or a piece does not fit */
export function seriesOf({ name, inputs, lasts, sampled }: AlertScenario): SeriesSpec[] {
  const all = inputs.map(i => ({ series: seriesText(i.name, i.labels), values: valuesOf(i, lasts.ms, sampled.ms) }));
  const twice = all.find((s, i) => all.findIndex(other => other.series === s.series) !== i);
  if (twice)
    throw new TelltaleError(`scenario "${name}" has the series ${twice.series} twice`, { fix: 'leave one out' });
  return all;
}

function valuesOf({ name, pieces }: Input, lasts: number, interval: number): string {
  const stretches: Stretch[] = [];
  const samples = lasts / interval + 1;
  let [done, value] = [0, 0];
  pieces.forEach((piece, i) => {
    const { at, jump = 0, slope = 0 } = piece;
    const whole = piece.for ? piece.for.ms / interval : samples - done;
    if (!Number.isInteger(whole) || (!piece.for && i < pieces.length - 1))
      throw new TelltaleError(`a piece of ${name} ${textOf(piece)} does not fit into the scenario`, {
        fix: `let it last for a multiple of ${formatDuration(milliseconds(interval))}, and only the last one to the end`,
      });
    // What comes after the end does not happen.
    const length = Math.min(whole, samples - done);
    if (length === 0) return;
    if (piece.gone) {
      if (done > 0) stretches.push({ start: null, step: 0, count: 1 });
      const rest = done > 0 ? length - 1 : length;
      if (rest > 0) stretches.push({ start: undefined, step: 0, count: rest });
    } else {
      const step = (slope * interval) / 1000;
      const start = at ?? value + jump + step;
      stretches.push({ start, step, count: length });
      // As promtool adds them up.
      value = start;
      for (let n = 1; n < length; n++) value += step;
    }
    done += length;
  });
  if (done < samples) stretches.push({ start: null, step: 0, count: 1 });
  return formatValues(stretches);
}

const textOf = (piece: Move): string => (piece.for ? `of ${formatDuration(piece.for)}` : 'to the end');
