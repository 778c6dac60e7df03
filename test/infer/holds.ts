import type { Inferred, Interval } from '../../src/infer/model.js';

/** A series that an expression returned. */
export interface Returned {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What of the inference does not hold for what an expression returned; the name of the metric is none of its labels. */
export function broken(inferred: Inferred, returned: readonly Returned[]): string[] {
  if (inferred.empty && returned.length > 0 && inferred.type === 'vector') return ['it is not empty'];
  if (returned.length > inferred.series) return [`it returned ${returned.length} series, not ${inferred.series}`];
  return returned.flatMap(({ labels, value }) => {
    const names = Object.keys(labels).filter(label => label !== '__name__');
    const facts = [...inferred.labels].filter(([label]) => label !== '__name__');
    return [
      ...names
        .filter(label => !inferred.labels.has(label) && !inferred.others)
        .map(label => `it has the label ${label}`),
      ...facts
        .filter(([label, { sure }]) => sure && !(label in labels))
        .map(([label]) => `it has not the label ${label}`),
      ...facts
        .filter(([label, { values }]) => label in labels && values && !values.includes(labels[label] as string))
        .map(([label]) => `${label} is "${labels[label]}"`),
      ...(contains(inferred.range, value) ? [] : [`${value} is outside of ${inferred.range.join('..')}`]),
    ];
  });
}

/** Sums and means of floating point numbers may go over an end by their last digits. */
function contains([low, high]: Interval, value: number): boolean {
  if (Number.isNaN(value)) return true;
  if (!Number.isFinite(value)) return value >= low && value <= high;
  const slack = 1e-9 * Math.max(1, Math.abs(value));
  return value >= low - slack && value <= high + slack;
}
