import type { LabelSpecs, ValueOf } from '../../catalog/labels.js';
import { formatLe, type Histogram } from '../../catalog/metrics.js';
import { type Selectable, select } from '../../catalog/select.js';
import type { Duration } from '../../core/durations.js';
import { TelltaleError } from '../../core/errors.js';
import { type Quantity, toQuantity } from '../../core/quantities.js';

/** One series of a scenario: how it moves, piece after piece. */
export interface Input {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly pieces: readonly Move[];
}

/** How a series moves for a while, to the end when it does not say for how long. */
export interface Move {
  readonly for?: Duration;
  /** Where it begins; where it stands already, when left out. */
  readonly at?: number;
  /** What comes on top at once. */
  readonly jump?: number;
  /** Per second. */
  readonly slope?: number;
  /** It is not there. */
  readonly gone?: true;
}

type Value = number | Duration | Quantity;
const plain = (value: Value): number => toQuantity(value).value;
const lasting = (duration?: Duration) => (duration ? { for: duration } : {});

/** Has this value: `holds(megabytes(290), hours(2))`. */
export const holds = (value: Value, duration?: Duration): Move => ({ at: plain(value), ...lasting(duration) });

/** Grows by so much in so long: `grows(megabytes(20), minutes(10), hours(3))`. Shrinks by what is negative. */
export const grows = (by: Value, per: Duration, duration?: Duration): Move => ({
  slope: (plain(by) * 1000) / per.ms,
  ...lasting(duration),
});

/** Grows by so much at once, and stays there: `jumps(3, hours(1))`. */
export const jumps = (by: Value, duration?: Duration): Move => ({ jump: plain(by), ...lasting(duration) });

/** Stays where it is. */
export const stays = (duration?: Duration): Move => ({ ...lasting(duration) });

/** Begins anew: a counter at 0, growing by so much in so long. */
export const restarts = (by: Value, per: Duration, duration?: Duration): Move => ({
  ...grows(by, per, duration),
  at: 0,
});

/** Is not there. */
export const gone = (duration?: Duration): Move => ({ gone: true, ...lasting(duration) });

/** Every label with one of its values. */
type Labels<L extends LabelSpecs> = { readonly [K in keyof L]: ValueOf<L[K]> };

/** A series of the catalog, with all its labels. @throws TelltaleError for a label or value that it does not have. */
export function input<L extends LabelSpecs>(of: Selectable<L>, labels: Labels<L>, ...pieces: readonly Move[]): Input {
  select(of, labels as never);
  const missing = Object.keys(of.labels).find(label => !(label in labels));
  if (missing !== undefined)
    throw new TelltaleError(`${of.name} needs a value for "${missing}"`, { fix: 'give all its labels' });
  const given: Readonly<Record<string, string>> = labels;
  return { name: of.name, labels: given, pieces };
}

/** Observations of one value at a steady pace. */
export interface Traffic {
  readonly perMinute: number;
  readonly each: Value;
}

/** A stretch of a histogram's life. */
export interface Stretch {
  readonly traffic: Traffic;
  readonly restarted: boolean;
  readonly gone: boolean;
  readonly for?: Duration;
}

/** Observes at this pace. */
export const serves = (traffic: Traffic, duration?: Duration): Stretch => ({
  traffic,
  restarted: false,
  gone: false,
  ...lasting(duration),
});

/** Begins anew with its counters at 0, and observes at this pace. */
export const servesAnew = (traffic: Traffic, duration?: Duration): Stretch => ({
  ...serves(traffic, duration),
  restarted: true,
});

/** Has no series. */
export const servesNothing = (duration?: Duration): Stretch => ({
  ...serves({ perMinute: 0, each: 0 }, duration),
  gone: true,
});

/** The series of a histogram that observes at some pace, piece after piece: its sum, its count and its buckets. */
export function observed<L extends LabelSpecs>(
  of: Histogram<L>,
  labels: Labels<Histogram<L>['sum']['labels']>,
  ...stretches: readonly Stretch[]
): Input[] {
  const given: Readonly<Record<string, string>> = labels;
  const pieces = (share: (value: number) => number): Move[] =>
    stretches.map(({ traffic, restarted, gone: none, for: duration }, i) => {
      if (none) return gone(duration);
      const slope = (traffic.perMinute / 60) * share(plain(traffic.each));
      return { slope, ...((restarted || i === 0) && { at: 0 }), ...lasting(duration) };
    });
  const series = (name: string, own: Readonly<Record<string, string>>, share: (value: number) => number): Input => ({
    name,
    labels: { ...given, ...own },
    pieces: pieces(share),
  });
  select(of.sum, labels as never);
  return [
    series(of.sum.name, {}, value => value),
    series(of.count.name, {}, () => 1),
    ...[...of.buckets, Number.POSITIVE_INFINITY].map(edge =>
      series(of.bucket.name, { le: edge === Number.POSITIVE_INFINITY ? '+Inf' : formatLe(edge) }, value =>
        value <= edge ? 1 : 0,
      ),
    ),
  ];
}
