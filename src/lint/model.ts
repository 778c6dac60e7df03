import type { Routing } from '../alertmanager/model.js';
import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import type { Duration } from '../core/durations.js';
import type { Finding, Place, Severity } from '../core/findings.js';
import type { Dashboard } from '../grafana/model.js';
import type { RuleGroup } from '../prometheus/model.js';
import type { Matcher, Node } from '../promql/ast.js';
import type { Spans } from '../promql/print.js';
import type { Version } from '../promql/versions.js';

/** A project's content. */
export interface Subject {
  readonly world: World;
  readonly site: Site;
  readonly groups: readonly RuleGroup[];
  readonly dashboards: readonly Dashboard[];
  readonly routing?: Routing;
}

/** All of it but the dashboards. */
export type Alerting = Omit<Subject, 'dashboards'>;

/** What every check may ask, whoever wrote what is checked. */
export interface Surroundings {
  readonly world: World;
  /** In an open world, the same without what rules of other files record: an error there is one whatever those are. */
  readonly alone?: World;
  /** Whether what is checked together is all that there is, and no part of it. */
  readonly whole?: boolean;
  /** Absent where nothing is known of the installation. */
  readonly site?: Site;
  /** The version of Prometheus that everything has to load on; 2.42 and all that are newer where none is named. */
  readonly prometheus?: Version;
}

/** One expression, and what it is for. */
export interface Query {
  readonly expr: Node;
  readonly use: 'alert' | 'record' | 'panel' | 'page';
  readonly place: Place;
  /** Where it was written as text: the text, and where its parts stand in it. Else findings show it as it is printed. */
  readonly written?: Written;
}

/** An expression's text in somebody's file. */
export interface Written {
  readonly text: string;
  readonly spans: Spans;
  /** The place of an offset into the text. */
  readonly placeAt: (offset: number) => Place;
}

/** What rules are evaluated in: together, in their order, every so often. */
export interface CheckedGroup {
  readonly name: string;
  /** Its own interval, or else the site's; undefined where neither says. */
  readonly interval: Duration | undefined;
  /** The names of what is written of it. */
  readonly fields: ReadonlySet<string>;
  readonly place: Place;
  readonly placeOf: (field: string) => Place;
}

/** A rule as checks see it, whoever wrote it. */
export interface CheckedRule {
  readonly kind: 'alert' | 'record';
  readonly name: string;
  /** The same object for all rules of a group, which stand side by side in the order of their evaluation. */
  readonly group: CheckedGroup;
  readonly expr: Node;
  /** Where the expression was written as text. */
  readonly written?: Written;
  /** How long an alert's condition must hold; zero where nothing is said, as it is for a recording rule. */
  readonly for: Duration;
  readonly keepFiringFor: Duration;
  /** The labels that the rule sets, those of its group included. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly place: Place;
  /** The place of a label or an annotation, of `for` or `keep_firing_for`, where that is known better. */
  readonly placeOf: (part: 'labels' | 'annotations' | 'fields', name: string) => Place;
}

/** What a check found in an expression; `at` is the part that the caret goes under. */
export interface Problem {
  readonly message: string;
  readonly fix: string;
  readonly at: Node | Matcher;
  /** Where it is not the check's own. */
  readonly severity?: Severity;
}

/** A check of one expression: one file each. */
export interface QueryCheck {
  readonly id: string;
  readonly severity: Severity;
  readonly find: (query: Query, surroundings: Surroundings) => Iterable<Problem>;
}

/** A check of rules beside their expressions: their labels, their annotations, each other. */
export interface RuleCheck {
  readonly id: string;
  readonly severity: Severity;
  readonly find: (
    rules: readonly CheckedRule[],
    surroundings: Surroundings,
  ) => Iterable<Omit<Finding, 'id' | 'severity'> & { readonly severity?: Severity }>;
}

/** A check of a project's alerting as a whole: of what only a project has. */
export interface SubjectCheck {
  readonly id: string;
  readonly severity: Severity;
  readonly find: (subject: Alerting) => Iterable<Omit<Finding, 'id' | 'severity'>>;
}
