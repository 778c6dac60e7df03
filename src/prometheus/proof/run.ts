import type { Site } from '../../catalog/site.js';
import { formatDuration, milliseconds } from '../../core/durations.js';
import { compare } from '../../core/findings.js';
import type { Node } from '../../promql/ast.js';
import { call, number, selector } from '../../promql/nodes.js';
import { print } from '../../promql/print.js';
import { get, type Labels, labelSet, toRecord, withoutName } from '../engine/labels.js';
import type { Sample } from '../engine/model.js';
import { type Active, expand, Simulation } from '../engine/simulate.js';
import type { AlertingRule, RecordingRule } from '../model.js';
import { alertAnnotations } from '../render.js';
import type { Closure } from './closure.js';
import { PlannedSource, type Source } from './input.js';
import { type Plan, seriesText } from './plan.js';

/** What all runs of one alert name share. */
export interface Setup {
  readonly name: string;
  readonly site: Site;
  readonly closure: Closure;
  /** Between two evaluations, and between two samples; milliseconds. */
  readonly step: number;
  readonly interval: number;
  /** When what is to be seen begins: before it lies the past that the rules look at. */
  readonly start: number;
  /** From when on rules have to be evaluated. */
  readonly warm: number;
  /** How long it takes for a recording rule's windows to fill. */
  readonly settle: number;
}

/** One test of promtool's format. */
export interface TestGroup {
  readonly name: string;
  readonly interval: string;
  readonly external_labels?: Readonly<Record<string, string>>;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test: readonly unknown[];
  readonly promql_expr_test?: readonly unknown[];
}

const duration = (ms: number) => formatDuration(milliseconds(ms));

/** A test being made: samples are fed, rules evaluated, and what is seen at chosen moments becomes an expectation. */
export class Run {
  time: number;
  private sampled = -1;
  private readonly simulation: Simulation;
  private readonly alerts: unknown[] = [];
  private readonly queries: unknown[] = [];
  private readonly expected = new Set<number>();
  /** The alerts at the last evaluation and at the one before. */
  now: readonly Active[] = [];
  before: readonly Active[] = [];

  constructor(
    private readonly setup: Setup,
    /** In the order of their text. */
    private readonly sources: Source[],
  ) {
    this.simulation = new Simulation(setup.closure.rules, setup.site.externalLabels, setup.step);
    for (const source of sources) this.simulation.storage.add(source.stored);
    this.time = setup.warm - setup.step;
  }

  /** From the next sample on, as a plan wants it; series that it needs besides begin then. */
  turnTo(plan: Plan | 'gone'): void {
    const { interval } = this.setup;
    const from = (this.sampled + 1) * interval;
    const known = new Set(this.sources.map(s => s.stored.labels));
    for (const demand of plan === 'gone' ? [] : plan.demands.values()) {
      const source = new PlannedSource(demand, undefined, interval);
      if (known.has(source.stored.labels)) continue;
      for (let past = 0; past < from; past += interval) source.feed(past);
      this.simulation.storage.add(source.stored);
      this.sources.push(source);
    }
    for (const source of this.sources) source.turnTo(from, plan);
  }

  /** From a sample on that is still to come, as a plan wants it. */
  turnAt(time: number, plan: Plan): void {
    for (const source of this.sources) source.turnTo(time, plan);
  }

  /** Some series end with the next sample. */
  end(which: (labels: Labels) => boolean): void {
    const from = (this.sampled + 1) * this.setup.interval;
    for (const source of this.sources) if (which(source.stored.labels)) source.turnTo(from, 'gone');
  }

  /** On to the next evaluation. */
  advance(): void {
    this.time += this.setup.step;
    for (let next = (this.sampled + 1) * this.setup.interval; next <= this.time; next += this.setup.interval) {
      for (const source of this.sources) source.feed(next);
      this.sampled++;
    }
    this.simulation.evaluate(this.time);
    this.before = this.now;
    this.now = this.simulation.active();
  }

  /** Evaluates until a rule's alerts are as wanted; false when that has not happened by a time. */
  until(wanted: () => boolean, deadline: number): boolean {
    do this.advance();
    while (!wanted() && this.time < deadline);
    return wanted();
  }

  to(time: number): void {
    while (this.time < time) this.advance();
  }

  /** The alerts of a rule, pending or firing. */
  alertsOf(rule: AlertingRule): readonly Active[] {
    return this.now.filter(a => a.rule === rule);
  }

  /** Whether a rule has an alert, pending or firing. */
  holds(rule: AlertingRule): boolean {
    return this.now.some(a => a.rule === rule);
  }

  fires(rule: AlertingRule): boolean {
    return this.firing(rule) > 0;
  }

  /** How many alerts of a rule are firing. */
  firing(rule: AlertingRule): number {
    return this.alertsOf(rule).filter(a => a.state === 'firing').length;
  }

  /** Whether a rule fires for a series with just these labels. */
  firesFor(rule: AlertingRule, labels: Readonly<Record<string, string>>): boolean {
    const wanted = labelSet(Object.entries(labels));
    return this.alertsOf(rule).some(a => a.state === 'firing' && withoutName(a.sample.labels) === wanted);
  }

  /** What an expression gives now: the value of its first series. */
  value(node: Node): number | undefined {
    return this.simulation.query(node, this.time)[0]?.value;
  }

  /** Expects what is there now. */
  expectNow(): void {
    this.expect(this.time, this.now);
  }

  /** Expects what was there one evaluation ago. */
  expectBefore(): void {
    const time = this.time - this.setup.step;
    if (time >= 0) this.expect(time, this.before);
  }

  /** Expects the values that the recording rules have written now. */
  expectRecorded(): void {
    for (const rule of this.setup.closure.rules) if (rule.kind === 'record') this.expectWritten(rule);
  }

  /** Expects what a recording rule has written now, also nothing if `orNothing`. Whether it has written numbers. */
  expectWritten({ series: { name }, labels: own }: RecordingRule, orNothing = false): boolean {
    const matchers = Object.entries(own).map(([label, value]) => ({ label, op: '=' as const, value }));
    const series = selector({ name, matchers });
    const samples = this.simulation.query(series, this.time);
    if (samples.some(s => Number.isNaN(s.value)) || (samples.length === 0 && !orNothing)) return false;
    const expr = this.orderMatters() ? rounded(series, samples) : series;
    this.queries.push({
      expr: print(expr),
      eval_time: duration(this.time),
      exp_samples: this.simulation.query(expr, this.time).map(({ labels, value }) => ({
        labels: seriesText(expr === series ? name : '', toRecord(labels)),
        value,
      })),
    });
    return samples.length > 0;
  }

  /** The labels of what a recording rule has written now. */
  labelsWritten({ series: { name } }: RecordingRule): Readonly<Record<string, string>>[] {
    return this.simulation.query(selector({ name, matchers: [] }), this.time).map(s => toRecord(s.labels));
  }

  /** Promtool adds up the series of one metric in no fixed order: from three on, the last bits of a sum are not sure. */
  private orderMatters(): boolean {
    const many = new Map<string, number>();
    for (const { stored } of this.sources) {
      const name = get(stored.labels, '__name__');
      many.set(name, (many.get(name) ?? 0) + 1);
    }
    return Math.max(0, ...many.values()) > 2;
  }

  private expect(time: number, active: readonly Active[]): void {
    if (this.expected.has(time)) return;
    this.expected.add(time);
    const { name, site } = this.setup;
    const firing = active.filter(a => a.state === 'firing');
    this.alerts.push({
      eval_time: duration(time),
      alertname: name,
      exp_alerts: firing.map(({ rule, labels, sample }) => ({
        exp_labels: toRecord(labels),
        exp_annotations: annotationsOf(rule, site, {
          labels: toRecord(sample.labels),
          value: sample.value,
          externalLabels: site.externalLabels,
        }),
      })),
    });
    this.queries.push({
      expr: `ALERTS{alertname="${name}", alertstate="pending"}`,
      eval_time: duration(time),
      exp_samples: active
        .filter(a => a.state === 'pending')
        .map(a => ({
          labels: seriesText('ALERTS', { ...toRecord(a.labels), alertname: name, alertstate: 'pending' }),
          value: 1,
        })),
    });
  }

  group(name: string): TestGroup {
    const { site, interval } = this.setup;
    const external = Object.keys(site.externalLabels).length > 0 && { external_labels: site.externalLabels };
    return {
      name,
      interval: duration(interval),
      ...external,
      input_series: this.sources.map(s => s.spec()).sort((a, b) => compare(a.series, b.series)),
      alert_rule_test: this.alerts,
      promql_expr_test: this.queries,
    };
  }
}

/** An alert's annotations, their templates filled in. */
export function annotationsOf(
  rule: AlertingRule,
  site: Site,
  data: Parameters<typeof expand>[2],
): Record<string, string> {
  const texts = Object.entries(alertAnnotations(rule, site));
  return Object.fromEntries(texts.map(([name, text]) => [name, expand(rule, text, data)]));
}

/** To about a millionth, in a binary fraction that the last bits of a sum do not decide. */
function rounded(series: Node, samples: readonly Sample[]): Node {
  const size = Math.max(0, ...samples.map(s => Math.abs(s.value)));
  if (size === 0 || !Number.isFinite(size)) return series;
  const steps = [20, 19, 18, 17].map(bits => 2 ** (Math.floor(Math.log2(size)) - bits));
  const sure = (step: number) => samples.every(s => Math.abs((Math.abs(s.value / step) % 1) - 0.5) > 1e-3);
  return call('round', [series, number(steps.find(sure) ?? (steps[0] as number))]);
}
