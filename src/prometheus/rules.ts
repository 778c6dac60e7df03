import type { Level, Limit } from '../catalog/limits.js';
import type { Recorded } from '../catalog/metrics.js';
import { type AlertSeverity, priorityOf, severities } from '../catalog/severities.js';
import type { Allowing } from '../core/allowances.js';
import { here } from '../core/call-site.js';
import type { Duration } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';
import { count, type Quantity } from '../core/quantities.js';
import type { Source } from '../core/sources.js';
import type { Node } from '../promql/ast.js';
import { binary } from '../promql/nodes.js';
import { literal } from '../promql/operators.js';
import type { AlertingRule, Condition, RecordingRule, Rule, RuleGroup } from './model.js';

/** Rules evaluated together. `every` also bounds how soon they notice. */
export function group(
  name: string,
  options: { readonly every: Duration } & Allowing,
  ...rules: readonly Rule[]
): RuleGroup {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new TelltaleError(`"${name}" is not a group name`, {
      fix: 'use lower-case letters, digits and -: it is also the name of the file',
    });
  }
  if (rules.length === 0)
    throw new TelltaleError(`group "${name}" has no rules`, { fix: 'add one, or delete the group' });
  return Object.freeze({ kind: 'group', name, ...options, rules: Object.freeze(rules), site: here() });
}

/** The rule that writes a declared series: `record(series, expr)`. */
export function record(
  series: Recorded,
  expr: Node,
  labels: Readonly<Record<string, string>> = {},
  options: Allowing = {},
): RecordingRule {
  return Object.freeze({ kind: 'record', series, expr, labels: Object.freeze(labels), ...options, site: here() });
}

interface Common extends Allowing {
  /** How long the condition must hold. Zero only for data loss (ruling R15). */
  readonly for: Duration;
  readonly keepFiringFor?: Duration;
  /** What the value is, in words, where it is not what the limit's own words say: `total of a process in a day`. */
  readonly measured?: string;
  readonly summary: string;
  readonly description: string;
  readonly runbook: string;
  readonly dashboard: string;
  /** Why silence is right when the series vanish; or that the alert fires then. */
  readonly whenMissing: AlertingRule['whenMissing'];
  /** Users feel it: a warning is P1 instead of P2 (ruling R24). */
  readonly userFacing?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  /** Input for the alert's proof, where none can be derived (`proof/unsolved`). */
  readonly given?: AlertingRule['given'];
  readonly source: Source;
}

/** The vanished series is another alert's business: `resolves('CoordinatorDown fires')`. */
export const resolves = (because: string): AlertingRule['whenMissing'] => Object.freeze({ does: 'resolves', because });

/** The alert is about series that vanish. */
export const fires = (because: string): AlertingRule['whenMissing'] => Object.freeze({ does: 'fires', because });

interface ExprAlert extends Common {
  readonly severity: AlertSeverity;
  /** Any expression that returns a series exactly while the alert should fire. */
  readonly expr: Node;
}

interface ValueAlert extends Common {
  readonly severity: AlertSeverity;
  readonly value: Node;
  /** Fires while the value is above this. */
  readonly above?: Quantity;
  /** Fires while the value is below this. */
  readonly below?: Quantity;
}

/** One alert. Either `expr`, or `value` with `above` or `below`. */
export function alert(name: string, options: ExprAlert | ValueAlert): AlertingRule {
  if ('expr' in options) return make(name, options.severity, options, { expr: options.expr });
  const { above, below } = options;
  const threshold = above ?? below;
  if (!threshold || (above && below)) {
    throw new TelltaleError(`alert "${name}" needs one of above and below`, { fix: 'give the value a bound' });
  }
  return make(name, options.severity, options, {
    condition: { value: options.value, op: above ? '>' : '<', threshold },
  });
}

/** An alert for anything at all: `value > 0` of a count. */
export function anyOf(name: string, options: Omit<ValueAlert, 'above' | 'below'>): AlertingRule {
  return alert(name, { ...options, above: count(0) });
}

/**
 * One alert per severity that the limit declares, all of one name, so that the critical can inhibit the warning.
 * `only` takes some of the rungs.
 */
export function ladder(
  name: string,
  options: Common & { readonly value: Node; readonly limit: Limit; readonly only?: readonly AlertSeverity[] },
): AlertingRule[] {
  const { value, limit, only = severities } = options;
  const levels: Partial<Record<Level, Quantity>> = limit.levels;
  const rungs = severities.filter(s => only.includes(s) && levels[s]);
  if (rungs.length === 0)
    throw new TelltaleError(`the limit of "${name}" has no rung to alert on`, {
      fix: 'give it an info, warning or critical level',
    });
  return rungs.map(severity => {
    const threshold = levels[severity] as Quantity;
    const condition: Condition = {
      value,
      op: limit.direction === 'above' ? '>' : '<',
      threshold,
      limit,
      level: severity,
    };
    return make(name, severity, options, { condition });
  });
}

function make(
  name: string,
  severity: AlertSeverity,
  options: Common,
  what: { expr: Node } | { condition: Condition },
): AlertingRule {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name))
    throw new TelltaleError(`"${name}" is not an alert name`, { fix: 'write it in CamelCase' });
  const { labels = {}, keepFiringFor, userFacing = false } = options;
  for (const key of ['severity', 'priority', 'alertname']) {
    if (key in labels)
      throw new TelltaleError(`alert "${name}" sets the label "${key}" by hand`, {
        fix: 'leave it out: it follows from the alert',
      });
  }
  const { summary, description, runbook, dashboard, whenMissing, source } = options;
  const expr = 'expr' in what ? what.expr : compareNode(what.condition);
  return Object.freeze({
    kind: 'alert',
    name,
    expr,
    ...('condition' in what && { condition: Object.freeze(what.condition) }),
    for: options.for,
    ...(options.measured !== undefined && { measured: options.measured }),
    ...(keepFiringFor && { keepFiringFor }),
    severity,
    priority: priorityOf(severity, userFacing),
    labels: Object.freeze(labels),
    summary,
    description,
    runbook,
    dashboard,
    whenMissing,
    ...(options.given && { given: options.given }),
    ...(options.allow && { allow: options.allow }),
    source,
    site: here(),
  });
}

function compareNode({ value, op, threshold }: Condition): Node {
  return binary({ op, lhs: value, rhs: literal(threshold) });
}
