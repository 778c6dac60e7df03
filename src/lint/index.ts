import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import { distinctFindings, type Finding, sortFindings } from '../core/findings.js';
import { checkDashboard } from '../grafana/check.js';
import { checkDashboardSet } from '../grafana/check-set.js';
import type { Dashboard } from '../grafana/model.js';
import type { Matcher, Node } from '../promql/ast.js';
import { printWithSpans } from '../promql/print.js';
import { alertBlindSpot } from './alert-blind-spot.js';
import { alertCountOfNone } from './alert-count-of-none.js';
import { alertHold } from './alert-hold.js';
import { alertHumanize } from './alert-humanize.js';
import { alertNoFor } from './alert-no-for.js';
import { alertNoSeverity } from './alert-no-severity.js';
import { alertNoSummary } from './alert-no-summary.js';
import { alertOverlap } from './alert-overlap.js';
import { alertRunbook } from './alert-runbook.js';
import { alertTargetVanishes } from './alert-target-vanishes.js';
import { alertTemplate } from './alert-template.js';
import { alertTopk } from './alert-topk.js';
import { alertValueInLabel } from './alert-value-in-label.js';
import { averageOfRatios } from './average-of-ratios.js';
import { branchDead } from './branch-dead.js';
import { comparisonAlways } from './comparison-always.js';
import { counterCompared } from './counter-compared.js';
import { withDoubt } from './doubt.js';
import { exprNeverReturns } from './expr-never-returns.js';
import { exprType } from './expr-type.js';
import { groupDuplicate } from './group-duplicate.js';
import { groupInterval } from './group-interval.js';
import { groupingUnknown } from './grouping-unknown.js';
import { histogramAtStart } from './histogram-at-start.js';
import { histogramBareName } from './histogram-bare-name.js';
import { histogramLeInteger } from './histogram-le-integer.js';
import { histogramLimitBeyondBuckets } from './histogram-limit-beyond-buckets.js';
import { histogramNoBuckets } from './histogram-no-buckets.js';
import { histogramRawBuckets } from './histogram-raw-buckets.js';
import { joinLabelNotThere } from './join-label-not-there.js';
import { joinLabelOverwritten } from './join-label-overwritten.js';
import { joinManyToMany } from './join-many-to-many.js';
import { joinNeedsGroup } from './join-needs-group.js';
import { joinNeverMatches } from './join-never-matches.js';
import { joinOnUnknown } from './join-on-unknown.js';
import { labelAlternativeUnknown } from './label-alternative-unknown.js';
import { labelExternal } from './label-external.js';
import { labelUnknown } from './label-unknown.js';
import { labelUnrecorded } from './label-unrecorded.js';
import { labelValueUnknown } from './label-value-unknown.js';
import { ladderOrder } from './ladder-order.js';
import { limitNoEdge } from './limit-no-edge.js';
import { metricUnknown } from './metric-unknown.js';
import { metricUnrecorded } from './metric-unrecorded.js';
import type {
  Alerting,
  CheckedRule,
  Query,
  QueryCheck,
  RuleCheck,
  Subject,
  SubjectCheck,
  Surroundings,
  Written,
} from './model.js';
import { offsetFuture } from './offset-future.js';
import { offsetTooShort } from './offset-too-short.js';
import { orSwallows } from './or-swallows.js';
import { quantileOutOfRange } from './quantile-out-of-range.js';
import { checkedRules, panelQueriesOf, ruleQueries } from './queries.js';
import { rangeBeyondRetention } from './range-beyond-retention.js';
import { rangeExactMultiple } from './range-exact-multiple.js';
import { rangeTooShort } from './range-too-short.js';
import { rateOfAggregation } from './rate-of-aggregation.js';
import { rateOfRate } from './rate-of-rate.js';
import { rateOnGauge } from './rate-on-gauge.js';
import { ratioNan } from './ratio-nan.js';
import { ratioNoTrafficGuard } from './ratio-no-traffic-guard.js';
import { ratioOfSums } from './ratio-of-sums.js';
import { recordContract } from './record-contract.js';
import { recordCycle } from './record-cycle.js';
import { recordLag } from './record-lag.js';
import { recordName } from './record-name.js';
import { recordOrder } from './record-order.js';
import { routingDeadInhibition } from './routing-dead-inhibition.js';
import { routingDeadRoute } from './routing-dead-route.js';
import { routingLabelUnknown } from './routing-label-unknown.js';
import { routingNoAlertmanager } from './routing-no-alertmanager.js';
import { routingReceiverUnused } from './routing-receiver-unused.js';
import { routingUnrouted } from './routing-unrouted.js';
import { routingValueUnknown } from './routing-value-unknown.js';
import { ruleDuplicate } from './rule-duplicate.js';
import { ruleMacro } from './rule-macro.js';
import { severityCollision } from './severity-collision.js';
import { subqueryDefaultStep } from './subquery-default-step.js';
import { subqueryOnePoint } from './subquery-one-point.js';
import { subqueryStep } from './subquery-step.js';
import { sumOverlapping } from './sum-overlapping.js';
import { thresholdNotALimit } from './threshold-not-a-limit.js';
import { thresholdOutside } from './threshold-outside.js';
import { timeFixed } from './time-fixed.js';
import { trendOnCounter } from './trend-on-counter.js';
import { trendTooFar } from './trend-too-far.js';
import { unitMismatch } from './unit-mismatch.js';
import { versionExperimental } from './version-experimental.js';
import { versionField } from './version-field.js';
import { versionRemoved } from './version-removed.js';

export type { Subject } from './model.js';

/** The checks of single expressions. */
export const queryChecks: readonly QueryCheck[] = [
  exprType,
  metricUnknown,
  histogramBareName,
  labelUnknown,
  labelUnrecorded,
  labelValueUnknown,
  labelAlternativeUnknown,
  groupingUnknown,
  rateOnGauge,
  rateOfRate,
  rateOfAggregation,
  trendOnCounter,
  trendTooFar,
  counterCompared,
  histogramNoBuckets,
  histogramAtStart,
  histogramRawBuckets,
  histogramLimitBeyondBuckets,
  histogramLeInteger,
  quantileOutOfRange,
  subqueryOnePoint,
  subqueryStep,
  subqueryDefaultStep,
  averageOfRatios,
  ratioOfSums,
  ratioNan,
  ratioNoTrafficGuard,
  sumOverlapping,
  joinNeverMatches,
  joinManyToMany,
  joinNeedsGroup,
  joinOnUnknown,
  joinLabelNotThere,
  joinLabelOverwritten,
  orSwallows,
  comparisonAlways,
  thresholdOutside,
  alertTopk,
  alertCountOfNone,
  unitMismatch,
  rangeTooShort,
  rangeExactMultiple,
  rangeBeyondRetention,
  offsetFuture,
  offsetTooShort,
  timeFixed,
  ruleMacro,
  versionRemoved,
  versionExperimental,
  branchDead,
  exprNeverReturns,
  thresholdNotALimit,
];

/** What is only said when nothing else was found that explains it. */
const consequences = new Set([branchDead.id, exprNeverReturns.id]);

/** What is only said when there is nothing else to say. */
const afterthoughts = new Set([thresholdNotALimit.id]);

/** The checks of rules beside their expressions. */
export const ruleChecks: readonly RuleCheck[] = [
  ruleDuplicate,
  alertTemplate,
  alertValueInLabel,
  severityCollision,
  alertTargetVanishes,
  alertBlindSpot,
  alertNoFor,
  ladderOrder,
  alertOverlap,
  alertHumanize,
  alertHold,
  alertNoSeverity,
  alertNoSummary,
  alertRunbook,
  labelExternal,
  recordName,
  groupInterval,
  recordOrder,
  recordLag,
  recordCycle,
  metricUnrecorded,
  versionField,
];

/** The checks of what only a project has. */
export const subjectChecks: readonly SubjectCheck[] = [
  recordContract,
  groupDuplicate,
  limitNoEdge,
  routingLabelUnknown,
  routingValueUnknown,
  routingUnrouted,
  routingDeadRoute,
  routingDeadInhibition,
  routingReceiverUnused,
  routingNoAlertmanager,
];

/** Everything that is wrong with the content of a project, most serious first. */
export function lint(subject: Subject): Finding[] {
  const { dashboards, world, site } = subject;
  const found = [
    ...lintAlerting(subject),
    ...dashboards.flatMap(dashboard => lintDashboard(dashboard, world, site)),
    ...checkDashboardSet(dashboards),
  ];
  return sortFindings(distinctFindings(found));
}

/** What is wrong with all but the dashboards. Unsorted, as are all parts of what `lint` finds. */
export function lintAlerting(subject: Alerting): Finding[] {
  return [
    ...checkRules(checkedRules(subject), { ...subject, whole: true }),
    ...ruleQueries(subject).flatMap(query => checkQuery(query, subject)),
    ...subjectChecks.flatMap(({ id, severity, find }) => [...find(subject)].map(f => ({ id, severity, ...f }))),
  ];
}

/** What is wrong with one dashboard. */
export function lintDashboard(dashboard: Dashboard, world: World, site: Site): Finding[] {
  return [
    ...panelQueriesOf(dashboard).flatMap(query => checkQuery(query, { world, site })),
    ...checkDashboard(dashboard, world, site),
  ];
}

/** What is wrong with rules beside their expressions. */
export function checkRules(rules: readonly CheckedRule[], surroundings: Surroundings): Finding[] {
  return ruleChecks.flatMap(({ id, severity, find }) => {
    const findIn = (around: Surroundings) => [...find(rules, around)].map(f => ({ id, severity, ...f }));
    const { alone: world, ...around } = surroundings;
    return world ? withDoubt(findIn(surroundings), () => findIn({ ...around, world })) : findIn(surroundings);
  });
}

/**
 * What is wrong with one expression. That it, or a part of it, can never return anything is only said when nothing else
 * was found that explains it.
 */
export function checkQuery(query: Query, surroundings: Surroundings): Finding[] {
  const found = checkIn(query, surroundings);
  const { alone: world, ...around } = surroundings;
  return world ? withDoubt(found, () => checkIn(query, { ...around, world })) : found;
}

function checkIn(query: Query, surroundings: Surroundings): Finding[] {
  const found: Finding[] = [];
  const { written } = query;
  let printed: Pick<Written, 'text' | 'spans'> | undefined = written;
  for (const { id, severity, find } of queryChecks) {
    if (consequences.has(id) && found.some(f => f.severity === 'error')) continue;
    if (afterthoughts.has(id) && found.length > 0) continue;
    for (const { message, fix, at, severity: own = severity } of find(query, surroundings)) {
      printed ??= printWithSpans(query.expr);
      const span = printed.spans.get(at as Node & Matcher);
      const place = written && span ? written.placeAt(span.from) : query.place;
      found.push({ id, severity: own, place, message, fix, source: printed.text, ...(span && { span }) });
    }
    // What does not type-check means nothing to the other checks.
    if (id === exprType.id && found.length > 0) return found;
  }
  return found;
}
