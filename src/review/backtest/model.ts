import type { AlertWaits } from '../../prometheus/engine/alert-state.js';
import type { Node } from '../../promql/ast.js';

/** A rule that raises an alert, as any rule file has it. */
export interface ReplayedAlert {
  readonly kind: 'alert';
  readonly name: string;
  readonly group: string;
  /** How often its group is evaluated, in milliseconds. */
  readonly interval: number;
  readonly expr: Node;
  readonly waits: AlertWaits;
  /** The labels that the rule sets; may hold templates. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A rule that records a series. */
export interface RecordedSeries {
  readonly kind: 'record';
  readonly name: string;
  readonly group: string;
  readonly interval: number;
  readonly expr: Node;
  readonly labels: Readonly<Record<string, string>>;
}

/** The rules of one version, and what of them could not be read. */
export interface RuleSet {
  readonly alerts: readonly ReplayedAlert[];
  readonly records: readonly RecordedSeries[];
  readonly faults: readonly RuleFault[];
}

/** A rule that cannot be replayed, since it cannot even be read. */
export interface RuleFault {
  readonly kind: 'alert' | 'record';
  readonly name: string;
  /** `rules/queue.yaml:12`. */
  readonly place: string;
  readonly message: string;
}

/** The evaluations of a group: `start`, `start + step`, … Milliseconds since the epoch. */
export interface Grid {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** One series of a query's answer: its value at some of the evaluations, by their number in the grid, rising. */
export interface Observed {
  readonly labels: Readonly<Record<string, string>>;
  readonly at: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Evaluations from one to another, the last one included, by their number in the grid. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A time in which one alert was active without a break. Times in milliseconds since the epoch. */
export interface Run {
  /** All labels of the alert but alertname. */
  readonly labels: Readonly<Record<string, string>>;
  /** The evaluation that first returned it. */
  readonly activeAt: number;
  /** The evaluation at which it fired; undefined when it never did. */
  readonly firedAt: number | undefined;
  /** The first evaluation at which it was inactive again; undefined when it was active at the end. */
  readonly endedAt: number | undefined;
  /** It was active already when what is known begins: since when, nobody knows. */
  readonly begunBefore: boolean;
  /** The value that is furthest beyond the limit. */
  readonly peak: number;
}
