import type { Finding } from '../core/findings.js';
import { alertmanagerProblems } from './alertmanager-checks.js';
import { crossCheckDashboards, type DashboardFile } from './cross-check.js';
import { isObject, type Json } from './document.js';
import { explain, type SchemaError } from './explain.js';
import { fieldProblems } from './field-checks.js';
import { validate as alertmanager } from './generated/alertmanager.js';
import { validate as dashboard } from './generated/dashboard.js';
import { validate as dashboardProvider } from './generated/dashboard-provider.js';
import { validate as datasources } from './generated/datasources.js';
import { validate as prometheus } from './generated/prometheus.js';
import { validate as ruleTest } from './generated/rule-test.js';
import { validate as rules } from './generated/rules.js';
import { identityProblems } from './identity-checks.js';
import { layoutProblems } from './layout-checks.js';
import { locate } from './locate.js';
import type { Kind, Problem } from './problem.js';
import { prometheusProblems, ruleFileProblems } from './prometheus-checks.js';
import { datasourceProblems, providerProblems } from './provisioning-checks.js';

export type { DashboardFile, FileProblem } from './cross-check.js';
export { crossCheckDashboards } from './cross-check.js';
export { isUnit } from './field-checks.js';
export type { Kind, Problem, ProblemId } from './problem.js';

/** What the generated modules export; they are not type-checked themselves. */
interface Validator {
  (document: unknown): boolean;
  errors?: SchemaError[] | null;
}

/** What a schema cannot say. */
type Check = (document: Json) => Problem[];

const kinds: Readonly<Record<Kind, readonly [Validator, ...Check[]]>> = {
  dashboard: [dashboard as Validator, identityProblems, layoutProblems, fieldProblems],
  rules: [rules as Validator, ruleFileProblems],
  'rule-test': [ruleTest as Validator],
  prometheus: [prometheus as Validator, prometheusProblems],
  alertmanager: [alertmanager as Validator, alertmanagerProblems],
  datasources: [datasources as Validator, datasourceProblems],
  'dashboard-provider': [dashboardProvider as Validator, providerProblems],
};

/**
 * Everything that is wrong with a document of the kind, in the order of the schema, then of the checks in code.
 * The document is plain data, as JSON.parse or a YAML loader gives it.
 */
export function checkDocument(kind: Kind, document: unknown): Problem[] {
  const [validate, ...checks] = kinds[kind];
  const problems = validate(document) ? [] : explain(document, kind, validate.errors ?? []);
  if (isObject(document)) for (const check of checks) problems.push(...check(document));
  return problems;
}

/** The problems of a document as findings in the file that it goes to. All are errors: none of these files would load as meant. */
export function validateArtefact(kind: Kind, document: unknown, path: string): Finding[] {
  return checkDocument(kind, document).map(problem => asFinding(problem, kind, document, path));
}

/** The problems of dashboards among each other as findings: uids and titles that are not unique. */
export function validateDashboardSet(files: readonly DashboardFile[]): Finding[] {
  return crossCheckDashboards(files).map(problem => asFinding(problem, 'dashboard', undefined, problem.path));
}

function asFinding({ id, pointer, message, fix }: Problem, kind: Kind, document: unknown, path: string): Finding {
  const item = locate(document, kind, pointer).item;
  return {
    id,
    severity: 'error',
    place: { file: path, ...(item === '' ? {} : { item }) },
    message,
    ...(fix === undefined ? {} : { fix }),
  };
}
