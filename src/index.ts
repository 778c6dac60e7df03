/** The public API: all that content may import. Machinery that only commands need (the Grafana SDK, the parser) is not reached from here. */

export { labelIs, labelMissing, named, notNamed, priorityIs, severityIs } from './alertmanager/matchers.js';
export * from './alertmanager/model.js';
export { inhibit, receiver, route, routing, timeInterval } from './alertmanager/routing.js';
export * from './catalog/labels.js';
export * from './catalog/limits.js';
export * from './catalog/metrics.js';
export * from './catalog/notifications.js';
export {
  type Email,
  email,
  type Integration,
  type PagerDuty,
  pagerDuty,
  type Slack,
  slack,
  type Webhook,
  webhook,
} from './catalog/receivers.js';
export * from './catalog/recipes.js';
export * from './catalog/select.js';
export { type AlertSeverity, type Priority, priorityOf, responseTimes } from './catalog/severities.js';
export * from './catalog/site.js';
export { type World, world } from './catalog/world.js';
export { type Allowance, allow } from './core/allowances.js';
export * from './core/durations.js';
export { TelltaleError } from './core/errors.js';
export type { Finding, Place } from './core/findings.js';
export * from './core/quantities.js';
export * from './core/sources.js';
export { annotation } from './grafana/annotations.js';
export { dashboard, row } from './grafana/dashboards.js';
export type {
  AlertsPanel,
  Annotation,
  Color,
  Column,
  Dashboard,
  LabelVariable,
  LogsPanel,
  Panel,
  PanelQuery,
  Row,
  SeriesPanel,
  TablePanel,
  ValueTexts,
} from './grafana/model.js';
export * from './grafana/panels.js';
export { labelVariable } from './grafana/variables.js';
export {
  type DurationField,
  failedOperation,
  failure,
  initialized,
  inMilliseconds,
  inSeconds,
  type LogAnalysis,
  type LogEvent,
  type LogFields,
  type LogFormat,
  logAnalysis,
  operation,
} from './logs/model.js';
export { type Project, type ProjectParts, project } from './project/model.js';
export * from './prometheus/model.js';
export { type Waiver, waive } from './prometheus/mutation/waivers.js';
export * from './prometheus/rules.js';
export { beyond, plus, times, within } from './prometheus/scenario/figures.js';
export {
  gone,
  grows,
  holds,
  type Input,
  input,
  jumps,
  type Move,
  observed,
  restarts,
  type Stretch,
  serves,
  servesAnew,
  servesNothing,
  stays,
  type Traffic,
} from './prometheus/scenario/inputs.js';
export { type AlertScenario, type Raise, raises, scenario } from './prometheus/scenario/model.js';
export type { Node } from './promql/ast.js';
export * from './promql/calls.js';
export * from './promql/operators.js';
export type { Matrix, Scalar, Selector, Vector } from './promql/typed.js';
export { type Runbooks, runbooks } from './runbooks/model.js';
export {
  type Motion,
  type Now,
  type Process,
  type Raised,
  type Restart,
  type Scenario,
  type Simulation,
  simulation,
} from './simulator/model.js';
export * from './simulator/motions.js';
