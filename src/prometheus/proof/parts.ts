import { type Labels, labelSet } from '../engine/labels.js';
import { add, begin, type Fired, patience } from './case.js';
import type { Demand } from './plan.js';

/** What it does when one of several inputs ends while it fires, and the others go on. */
export function parts(proof: Fired): void {
  const { rule, inputs, fired } = proof;
  if (!inputs.derived) return;
  const { plan, sources } = inputs.derived;
  const all = inputsOf([...plan.demands.values()]);
  if (all.size < 2) return;
  for (const [name, demands] of all) {
    const run = begin(proof, sources(plan));
    run.to(fired);
    run.end(isSeriesOf(demands));
    const over = run.until(() => !run.holds(rule), fired + patience(proof));
    if (over) run.expectBefore();
    run.expectNow();
    add(proof, run, `${over ? 'resolves' : 'goes on'} when only ${name} ends`);
  }
}

/** Whether labels are those of one of these series. */
export function isSeriesOf(demands: readonly Demand[]): (labels: Labels) => boolean {
  const series = new Set(demands.map(d => labelSet([['__name__', d.series.name], ...Object.entries(d.labels)])));
  return labels => series.has(labels);
}

/** Series that end together: those of one metric that differ only in their process. */
export function inputsOf(demands: readonly Demand[]): Map<string, Demand[]> {
  const inputs = new Map<string, Demand[]>();
  for (const demand of demands) {
    const told = Object.entries(demand.labels).filter(([label]) => !['instance', 'job', 'le'].includes(label));
    const same = demands.filter(d => d.series.metric === demand.series.metric);
    const differing = told.filter(([label, value]) => same.some(d => d.labels[label] !== value));
    const which = differing.map(([label, value]) => `${label}="${value}"`).join(', ');
    const key = `${demand.series.metric.name}${which && `{${which}}`}`;
    inputs.set(key, [...(inputs.get(key) ?? []), demand]);
  }
  return inputs;
}
