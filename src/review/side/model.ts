import type { Metric } from '../../catalog/metrics.js';
import type { World } from '../../catalog/world.js';
import type { Place } from '../../core/findings.js';
import type { Unit } from '../../core/units.js';

/** A rule as a rule file has it, whoever wrote it. Durations are Prometheus' text, empty when there is none. */
export interface SideRule {
  readonly kind: 'alert' | 'record';
  readonly name: string;
  readonly expr: string;
  readonly for: string;
  readonly keepFiringFor: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The catalog's limit that the threshold comes from: `metric.limit`. */
  readonly limit?: string;
  /** What the threshold is measured in, where its author said so. */
  readonly unit?: Unit;
  readonly place: () => Place;
}

/** Rules that are evaluated together. */
export interface SideGroup {
  /** The rule file, from the root of the side. */
  readonly file: string;
  readonly name: string;
  /** Empty: Prometheus' global interval. */
  readonly interval: string;
  /** Whatever else the group says (`limit`, `query_offset`, …), as text. */
  readonly settings: Readonly<Record<string, string>>;
  readonly rules: readonly SideRule[];
  readonly place: () => Place;
}

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** A dashboard as Grafana exports it. */
export interface SideDashboard {
  readonly file: string;
  readonly json: JsonObject;
  /** Where a panel of this title is defined; without a title, the dashboard. */
  readonly place: (title?: string) => Place;
}

/** Alertmanager's configuration, as its file has it. */
export interface SideAlertmanager {
  readonly config: JsonObject;
  readonly place: () => Place;
}

/** All that is compared: what a project generates, or what lies in somebody's folder. */
export interface Side {
  /** How people call it: a ref, a folder, `working project`. */
  readonly name: string;
  readonly groups: readonly SideGroup[];
  readonly dashboards: readonly SideDashboard[];
  readonly alertmanager?: SideAlertmanager;
  /** The catalog, where the side is a project. */
  readonly world?: World;
  /** Where a metric of it is defined. */
  readonly metricPlace?: (metric: Metric) => Place;
  /** The labels that Prometheus adds to every alert. */
  readonly externalLabels: Readonly<Record<string, string>>;
  /** What has to be known to read the comparison: what could not be read, and what was taken in its place. */
  readonly notes: readonly string[];
}
