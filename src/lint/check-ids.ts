import { queryChecks, ruleChecks, subjectChecks } from './index.js';

/** The ids of what is found outside of the lists of checks, most of it in a project only. */
const elsewhere = [
  ...['file/shape', 'expr/syntax'],
  ...['panel/unscoped', 'panel/rate-window', 'panel/fractional-count', 'panel/raw-counter', 'panel/link-unknown'],
  ...['panel/id-twice', 'panel/unit-mixed', 'panel/unit-unknown', 'panel/limit-unit', 'panel/gauge-range'],
  ...['panel/unit-misread', 'panel/too-many-series', 'panel/threshold-outside', 'panel/threshold-limit'],
  ...['dashboard/uid-twice', 'datasource/undeclared'],
  ...['legend/duplicate', 'legend/label-lost', 'legend/ambiguous'],
  ...['variable/undeclared', 'variable/unused', 'variable/label-unknown'],
  ...['dashboard/slug-twice', 'dashboard/title-twice', 'dashboard/uid-too-long'],
  ...['runbook/missing', 'runbook/unused', 'runbook/section', 'runbook/placeholder', 'runbook/link'],
  ...['runbook/query', 'runbook/dashboard'],
  ...['simulation/uncovered', 'simulation/forbidden', 'simulation/unknown-alert'],
  ...['proof/unsolved', 'proof/evaluation', 'proof/never-records', 'proof/never-fires', 'proof/never-clears'],
  ...['proof/never-quiet', 'proof/quiet-empty', 'proof/masked', 'proof/merged', 'proof/restart'],
  ...['proof/fires-on-nan', 'proof/when-missing'],
  ...['schema/unknown-key', 'schema/missing-key', 'schema/value', 'schema/unit', 'schema/thresholds'],
  ...['schema/datasource', 'schema/duplicate', 'schema/layout', 'schema/removed-panel'],
  ...['page/unknown-metric', 'page/missing-metric', 'page/type', 'page/missing-label', 'page/unknown-label'],
  ...['page/unknown-value', 'page/buckets'],
  ...['mutant/survived', 'mutant/unused-waiver'],
  ...['waiver/no-reason', 'waiver/malformed', 'waiver/unknown', 'waiver/refused', 'waiver/unused'],
] as const;

/** The ids of everything that can be found. `test/lint/check-ids.test.ts` says which is missing. */
export const checkIds: readonly string[] = [
  ...[...queryChecks, ...ruleChecks, ...subjectChecks].map(check => check.id),
  ...elsewhere,
];
