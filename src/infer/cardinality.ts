import { type Labels, possible } from './labels.js';
import type { Inferred } from './model.js';

/** How many sets of labels there can be; infinite where a label is open. */
export function combinations({ labels, others }: { readonly labels: Labels; readonly others: boolean }): number {
  if (others) return Infinity;
  let product = 1;
  for (const fact of labels.values()) product *= possible(fact)?.length ?? Infinity;
  return product;
}

/** The same, and no more series than there are sets of labels: no two series of one name have the same. */
export function counted(of: Inferred): Inferred {
  if (of.empty) return { ...of, series: 0 };
  if (of.type === 'scalar' || of.type === 'string') return of.series === 1 ? of : { ...of, series: 1 };
  const most = combinations(of) * Math.max(1, of.names);
  return most < of.series ? { ...of, series: most } : of;
}
