import type { baselineInForce } from '../catalog/recorded.js';
import {
  add,
  and,
  days,
  div,
  groupOf,
  lastOverTime,
  mul,
  or,
  pow,
  quantileOverTime,
  type Recorded,
  type RecordingRule,
  range,
  record,
  select,
  sqrt,
  sum,
  unless,
  type Vector,
} from '../src/index.js';

/**
 * How many standard errors the margin is. One request is taken to differ from their mean by as much as that mean is, as
 * in an exponential distribution; most services differ less. Then a mean over n is off by 1/√n of itself, and a ratio
 * of two by √(1/n + 1/m). Three times that is exceeded once in 740 hours that know nothing of each other.
 */
const certainty = 3;

/** How long a gap in the recording the last legacy value survives, and over how long it is taken. */
const carriedFor = days(1);

/** A latency that is compared with that of legacy, and the series that this is recorded in. */
export interface Measure {
  readonly name: string;
  /** The labels of what takes its own time, and is compared with itself only: a model, a tool. */
  readonly kinds: readonly string[];
  /** By kind and architecture. */
  readonly requests: Recorded;
  readonly mean: Recorded;
  /** By kind. */
  readonly last: Recorded;
  readonly ofKind: Compared & { readonly expected: Recorded };
  /** By job. */
  readonly ofAll: Compared;
  readonly inForce: typeof baselineInForce;
}

interface Compared {
  readonly baseline: Recorded;
  readonly overhead: Recorded;
  readonly margin: Recorded;
}

/**
 * How much slower than legacy, and by how much that may be chance: each kind against itself, and all of them by the
 * time that they should take, so that a mix that shifts is no slowdown. `constant` is the site's, by job, for where
 * legacy left nothing to compare with. Rulings R5, R20.
 */
export function comparison(measure: Measure, constant: Vector<string>): RecordingRule[] {
  const { ofKind, ofAll, last, inForce, name } = measure;
  const job = { by: ['job'] };
  const kind = ['job', ...measure.kinds];
  const on = { on: kind };
  const of = (type: 'coordinator' | 'legacy') => ({ orchestrator_type: type });

  const requests = select(measure.requests, of('coordinator'));
  const mean = select(measure.mean, of('coordinator'));
  const legacyRequests = select(measure.requests, of('legacy'));
  const legacyMean = select(measure.mean, of('legacy'));
  const baseline = select(ofKind.baseline);
  const expected = select(ofKind.expected);

  // Only while legacy is measured: when it has ended, its day slides away, down to its last few means.
  const usual = and(quantileOverTime(0.5, range(legacyMean, carriedFor)), select(measure.mean));
  // What is carried is the middle of many means: next to the error of this hour, its own does not count.
  const own = sum(div(1, requests), { by: kind });
  const variance = or(add(own, sum(div(1, legacyRequests), { by: kind })), own);

  const allExpected = sum(expected, job);
  const allRequests = sum(requests, job);
  const pinnedOverhead = div(div(sum(mul(mean, select(measure.requests)), job), allRequests), constant);
  const pinnedMargin = div(
    div(mul(certainty, sqrt(sum(mul(pow(mean, 2), select(measure.requests)), job))), allRequests),
    constant,
  );

  const live = groupOf(legacyMean, job);
  const known = groupOf(baseline, job);

  return [
    record(last, or(sum(usual, { by: kind }), lastOverTime(select(last), carriedFor))),
    record(ofKind.baseline, or(sum(legacyMean, { by: kind }), select(last))),
    record(ofKind.expected, sum(mul(requests, baseline, on), { by: kind })),
    record(ofKind.overhead, div(sum(mean, { by: kind }), baseline)),
    record(ofKind.margin, mul(certainty, sqrt(variance))),

    record(ofAll.baseline, or(div(allExpected, sum(div(expected, baseline), job)), constant)),
    record(ofAll.overhead, or(div(sum(mul(select(ofKind.overhead), expected), job), allExpected), pinnedOverhead)),
    record(
      ofAll.margin,
      or(div(sqrt(sum(pow(mul(select(ofKind.margin), expected), 2), job)), allExpected), pinnedMargin),
    ),

    record(inForce, live, { link: 'live', measure: name }),
    record(inForce, unless(known, live), { link: 'carried', measure: name }),
    record(inForce, unless(groupOf(select(ofAll.baseline), job), known), { link: 'pinned', measure: name }),
  ];
}
