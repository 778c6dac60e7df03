import type { Model } from './run.js';
import type { Family, Sample } from './state.js';

/** One process at one instant. */
export interface Scrape {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly process: string;
  /** Undefined when it did not answer. */
  readonly families: readonly Family[] | undefined;
}

/** Lets the model run until then, and scrapes every process every so often; times in seconds. The first scrape is of now. */
export function* scrapes(model: Model, { until, every }: { until: number; every: number }): Generator<Scrape> {
  for (;;) {
    for (const process of model.processes) yield { time: model.time, process, families: model.read(process) };
    if (model.time + every > until) return;
    model.step(every);
  }
}

/** The labels that Prometheus would attach to what it scrapes from a process. */
export interface Target {
  readonly job: string;
  readonly instance: string;
}

/**
 * Scrapes as OpenMetrics text with timestamps, one chunk a scrape, for `promtool tsdb create-blocks-from openmetrics`.
 * What Prometheus itself adds is there: the target's labels, where the process has not set them, and `up`.
 */
export function* openMetrics(of: Iterable<Scrape>, targets: Readonly<Record<string, Target>>): Generator<string> {
  for (const { time, process, families } of of) {
    const target = { ...targets[process] };
    const line = ({ name, labels, value }: Sample) =>
      `${name}{${print({ ...target, ...labels })}} ${number(value)} ${time.toFixed(3)}\n`;
    const up = line({ name: 'up', labels: {}, value: families ? 1 : 0 });
    yield up + (families ?? []).flatMap(family => family.samples.map(line)).join('');
  }
  yield '# EOF\n';
}

/** Labels with an empty value are none. */
function print(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`)
    .join(',');
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
