import { unitName } from '../../core/units.js';
import { candidatesOf, type Preferences } from './choose.js';
import { type Demand, type Piece, Plan, seriesText } from './plan.js';

/**
 * A plan with the series of each process, model and so on once more: for every label that can take another value, a
 * copy of all that have it with other values, half as large again; flags turned over, if `turned`.
 */
export function twinsOf(
  plan: Plan,
  prefer: Preferences,
  turned = false,
): { readonly labels: readonly string[]; readonly twinned: Plan } {
  const twinned = plan.copy();
  const demands = [...plan.demands.values()];
  const labels: string[] = [];
  for (const label of [...new Set(demands.flatMap(d => Object.keys(d.labels)))].sort()) {
    const renamed = label === 'le' ? undefined : otherValues(demands, label, prefer);
    if (!renamed) continue;
    labels.push(label);
    for (const demand of demands) {
      const value = renamed.get(demand.labels[label] ?? '');
      if (value === undefined) continue;
      const copy = twin(demand, { ...demand.labels, [label]: value }, turned);
      twinned.demands.set(seriesText(copy.series.name, copy.labels), copy);
    }
  }
  return { labels, twinned };
}

/** A new value for each value that a label has. */
function otherValues(demands: readonly Demand[], label: string, prefer: Preferences): Map<string, string> | undefined {
  const having = demands.filter(d => d.labels[label] !== undefined);
  const taken = new Set(having.map(d => d.labels[label] as string));
  const free = having
    .flatMap(d => {
      const spec = d.series.labels[label];
      return spec ? candidatesOf(label, spec, prefer) : [];
    })
    .filter((v, i, all) => !taken.has(v) && all.indexOf(v) === i);
  if (free.length < taken.size) return undefined;
  return new Map([...taken].map((value, i) => [value, free[i] as string]));
}

const factor = 1.5;

function twin(demand: Demand, labels: Demand['labels'], turned: boolean): Demand {
  const pieces = new Map([...demand.pieces].map(([offset, piece]) => [offset, scaled(piece, demand, turned)]));
  return { ...demand, labels, pieces };
}

function scaled(piece: Piece, { series }: Demand, turned: boolean): Piece {
  const [low, high] = series.range;
  const level = (value: number): number => {
    if (unitName(series.unit) === 'flag') return turned ? 1 - value : value;
    if (series.unit.reading === 'timestamp') return value;
    return Math.min(Math.max(value * factor, low), high);
  };
  return {
    ...piece,
    ...(piece.level !== undefined && { level: level(piece.level) }),
    ...(piece.slope !== undefined && { slope: piece.slope * factor }),
    ...(piece.jump !== undefined && { jump: Math.ceil(piece.jump * factor) }),
  };
}

interface Variant {
  readonly what: string;
  readonly plan: Plan;
}

/** The same plan, but the series of one metric have another value of a label: for every metric and each of these labels. */
export function othersOf(plan: Plan, labels: readonly string[], prefer: Preferences): Variant[] {
  const demands = [...plan.demands.values()];
  return [...new Set(demands.map(d => d.series.metric))].flatMap(metric =>
    labels.flatMap(label => {
      const renamed = otherValues(demands, label, prefer);
      if (!renamed || !demands.some(d => d.series.metric === metric && d.labels[label] !== undefined)) return [];
      const strange = new Plan(plan.now, new Map(), [...plan.absences], plan.trail);
      for (const demand of demands) {
        const value = demand.series.metric === metric ? renamed.get(demand.labels[label] ?? '') : undefined;
        const moved = value === undefined ? demand : { ...demand, labels: { ...demand.labels, [label]: value } };
        strange.demands.set(seriesText(moved.series.name, moved.labels), moved);
      }
      return [{ what: `${metric.name} has another ${label}`, plan: strange }];
    }),
  );
}

/** The same for the labels that a rule joins on: one metric is another process' or job's. Nothing to join, nothing to show. */
export function strangersOf(plan: Plan, joined: readonly string[], prefer: Preferences): Variant[] {
  const metrics = new Set([...plan.demands.values()].map(d => d.series.metric));
  return metrics.size < 2 ? [] : othersOf(plan, joined, prefer);
}

/** The series of one metric once more with another value of a label that the rule joins on, those of the others not. */
export function halfTwinsOf(plan: Plan, joined: readonly string[], prefer: Preferences): Variant[] {
  return strangersOf(plan, joined, prefer).map(({ what, plan: strange }) => {
    const both = plan.copy();
    for (const [key, demand] of strange.demands) if (!both.demands.has(key)) both.demands.set(key, demand);
    return { what: what.replace(' has another ', ' is there of another too, by '), plan: both };
  });
}
