import { unitName } from '../../core/units.js';
import { candidatesOf, type Preferences } from './choose.js';
import { type Demand, type Piece, type Plan, seriesText } from './plan.js';

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
