import type { Level, Limit } from '../catalog/limits.js';
import type { Recorded } from '../catalog/metrics.js';
import type { AlertSeverity, Priority } from '../catalog/severities.js';
import type { Allowing } from '../core/allowances.js';
import type { CallSite } from '../core/call-site.js';
import type { Duration } from '../core/durations.js';
import type { Quantity } from '../core/quantities.js';
import type { Source } from '../core/sources.js';
import type { Node } from '../promql/ast.js';

/** A rule that writes a declared series. */
export interface RecordingRule extends Allowing {
  readonly kind: 'record';
  readonly series: Recorded;
  readonly expr: Node;
  /** Labels that the rule sets besides those of its result. */
  readonly labels: Readonly<Record<string, string>>;
  readonly site: CallSite | undefined;
}

/** What an alert measures and when it is too much: `value > threshold`. */
export interface Condition {
  readonly value: Node;
  readonly op: '>' | '<';
  readonly threshold: Quantity;
  /** The catalog's limit and rung that the threshold comes from; absent for conditions such as `up < 1`. */
  readonly limit?: Limit;
  readonly level?: Level;
}

/** Input for a rule test that the generator cannot derive: promtool series by selector text. */
export interface SeriesSpec {
  /** `name{label="value"}`. */
  readonly series: string;
  /** promtool's notation: `0+1x10`, `stale`, `_x5`. */
  readonly values: string;
}

/** A rule that raises an alert. */
export interface AlertingRule extends Allowing {
  readonly kind: 'alert';
  readonly name: string;
  readonly expr: Node;
  /** Present when the alert compares one value with one number; its proof is derived from that. */
  readonly condition?: Condition;
  /** What the condition's value is, in words, where the limit's own do not say it. */
  readonly measured?: string;
  readonly for: Duration;
  /** Absent: clears with the first evaluation that returns nothing. */
  readonly keepFiringFor?: Duration;
  readonly severity: AlertSeverity;
  readonly priority: Priority;
  /** Labels besides severity and priority. */
  readonly labels: Readonly<Record<string, string>>;
  /** A near-static sentence: what is wrong. */
  readonly summary: string;
  /** Go template: how much, where, since when. */
  readonly description: string;
  /** Runbook page without folder and ending: `memory-leak`. */
  readonly runbook: string;
  /** Dashboard to open: its slug. */
  readonly dashboard: string;
  /** What the alert does when its series vanish, and why that is right or what watches instead. */
  readonly whenMissing: { readonly does: 'fires' | 'resolves'; readonly because: string };
  /** Input that brings the condition to a value (1 and 0 for an alert without one), a sample a minute: where no proof can be derived. */
  readonly given?: (value: number) => readonly SeriesSpec[];
  readonly source: Source;
  readonly site: CallSite | undefined;
}

export type Rule = RecordingRule | AlertingRule;

/** Rules that are evaluated together, in this order, every so often. */
export interface RuleGroup extends Allowing {
  readonly kind: 'group';
  /** Also the file's name: `coordinator-errors` is written to `rules/coordinator-errors.yaml`. */
  readonly name: string;
  readonly every: Duration;
  readonly rules: readonly Rule[];
  readonly site: CallSite | undefined;
}
