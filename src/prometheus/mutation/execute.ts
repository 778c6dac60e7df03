import type { Site } from '../../catalog/site.js';
import { TelltaleError } from '../../core/errors.js';
import { type Labels, setting, toRecord } from '../engine/labels.js';
import { EvaluationFault } from '../engine/model.js';
import { type Active, Simulation } from '../engine/simulate.js';
import type { StoredSeries } from '../engine/storage.js';
import type { Rule } from '../model.js';
import { annotationsOf } from '../proof/run.js';
import { alertsText, samplesText, type Test } from './documents.js';

/** What a run begins with, and which rules are evaluated in it. */
export interface Execution {
  readonly test: Test;
  readonly site: Site;
  /** In the order of evaluation. */
  readonly rules: readonly Rule[];
  /** Series that are there: the test's input, and what rules wrote that are not evaluated. */
  readonly given: readonly StoredSeries[];
  /** The names of the alerts and series that these rules make: only what is expected of these is looked at. */
  readonly names: ReadonlySet<string>;
}

/** Whether a test holds; else the first thing that it noticed. `series` are all that were there in the end. */
export interface Outcome {
  readonly noticed: string | undefined;
  readonly series: readonly StoredSeries[];
}

/** Runs a test as promtool does: every rule at every step, and what is expected as soon as its time has come. */
export function execute({ test, site, rules, given, names }: Execution): Outcome {
  const simulation = new Simulation(rules, test.externalLabels, test.step);
  const { storage } = simulation;
  for (const series of given) storage.add(series);
  const alerts = test.alerts.filter(e => names.has(e.name)).sort((a, b) => a.time - b.time);
  const samples = test.samples.filter(e => isRead(e.reads, names)).sort((a, b) => a.time - b.time);
  const writeAlerts = samples.some(e => e.reads.has('ALERTS')) ? alertSeries(simulation) : undefined;
  const end = Math.max(0, alerts.at(-1)?.time ?? 0, samples.at(-1)?.time ?? 0);
  let [nextAlert, nextSample] = [0, 0];
  const done = (noticed?: string): Outcome => ({ noticed, series: storage.all() });
  try {
    for (let time = 0; time <= end; time += test.step) {
      simulation.evaluate(time);
      writeAlerts?.(time);
      for (let e = alerts[nextAlert]; e && e.time < time + test.step; e = alerts[++nextAlert]) {
        const { name } = e;
        const firing = simulation.active().filter(a => a.rule.name === name && a.state === 'firing');
        if (e.text !== alertsText(firing.map(a => asShown(a, site, test.externalLabels)))) {
          return done(`the alerts at ${e.time / 1000} s`);
        }
      }
      for (let e = samples[nextSample]; e && e.time < time + test.step; e = samples[++nextSample]) {
        if (e.text !== samplesText(simulation.query(e.expr, e.time))) return done(`a value at ${e.time / 1000} s`);
      }
    }
    return done();
  } catch (error) {
    if (error instanceof EvaluationFault || error instanceof TelltaleError) return done(error.message);
    throw error;
  }
}

const isRead = (reads: ReadonlySet<string>, names: ReadonlySet<string>) =>
  reads.has('') || reads.has('ALERTS') || [...reads].some(name => names.has(name));

function asShown({ rule, labels, sample }: Active, site: Site, externalLabels: Test['externalLabels']) {
  const data = { labels: toRecord(sample.labels), value: sample.value, externalLabels };
  return [setting(labels, { alertname: rule.name }), annotationsOf(rule, site, data)] as const;
}

/** Prometheus keeps the alerts themselves as series: 1 while they are there. */
function alertSeries(simulation: Simulation): (time: number) => void {
  const { storage } = simulation;
  let before = new Set<Labels>();
  return time => {
    const now = new Set(
      simulation.active().map(({ rule, state, labels }) => {
        return setting(labels, { __name__: 'ALERTS', alertname: rule.name, alertstate: state });
      }),
    );
    for (const labels of now) storage.append(labels, time, 1);
    for (const labels of before) if (!now.has(labels)) storage.append(labels, time, null);
    before = now;
  };
}
