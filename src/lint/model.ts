import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import type { Finding, Place, Severity } from '../core/findings.js';
import type { Dashboard } from '../grafana/model.js';
import type { RuleGroup } from '../prometheus/model.js';
import type { Matcher, Node } from '../promql/ast.js';

/** What is checked: a project's content. */
export interface Subject {
  readonly world: World;
  readonly site: Site;
  readonly groups: readonly RuleGroup[];
  readonly dashboards: readonly Dashboard[];
}

/** One expression of the content, and what it is for. */
export interface Query {
  readonly expr: Node;
  readonly use: 'alert' | 'record' | 'panel';
  readonly place: Place;
}

/** What a check found in an expression; `at` is the part that the caret goes under. */
export interface Problem {
  readonly message: string;
  readonly fix: string;
  readonly at: Node | Matcher;
}

/** A check of one expression: one file each. */
export interface QueryCheck {
  readonly id: string;
  readonly severity: Severity;
  readonly find: (query: Query, subject: Subject) => Iterable<Problem>;
}

/** A check of the content as a whole, or of its parts other than expressions. */
export interface SubjectCheck {
  readonly id: string;
  readonly severity: Severity;
  readonly find: (subject: Subject) => Iterable<Omit<Finding, 'id' | 'severity'>>;
}
