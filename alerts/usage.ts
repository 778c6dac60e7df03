import { chatLatency, interactions } from '../catalog/metrics.js';
import { interactionsRatio, requestsRatio, requestsRatioToQuieter } from '../catalog/recorded.js';
import {
  and,
  countPerSecond,
  days,
  div,
  group,
  gt,
  guide,
  hours,
  ladder,
  lt,
  milliseconds,
  minutes,
  offset,
  or,
  rate,
  record,
  resolves,
  ruling,
  type Selector,
  select,
  sum,
  type Vector,
  weeks,
} from '../src/index.js';

/** Below this rate a factor of two is a handful of events. */
const enough = countPerSecond(0.05);
const job = ['job'] as const;

/** An hour is compared with an hour: where traffic begins or ends at the same time every day, the ratio stays 1. */
const hour = hours(1);

/**
 * The rate now as a ratio to the same hour one day and one week earlier: to the busier or the quieter of the two where
 * both are there, so that neither end of a weekend is unusual, else to the one that is (ruling R20). Empty where the
 * past is missing, was not seen whole, or had too little traffic.
 */
function ratioToPast<L extends string>(counter: Selector<L | 'job'>, to: 'busier' | 'quieter'): Vector<'job'> {
  const ago = (by: ReturnType<typeof days>): Vector<'job'> => sum(rate(offset(counter, by), hour), { by: job });
  const [yesterday, lastWeek] = [ago(days(1)), ago(weeks(1))];
  const chosen = to === 'busier' ? gt(yesterday, lastWeek) : lt(yesterday, lastWeek);
  // On the second day, yesterday's hour is the first of all: half of it is not half of the traffic.
  const whole = and(yesterday, sum(offset(counter, milliseconds(days(1).ms + hour.ms)), { by: job }));
  const past = or(or(chosen, lastWeek), whole);
  return div(sum(rate(counter, hour), { by: job }), gt(past, enough));
}

/** Does anybody use it differently than usual? Source: guide, Info Alerts; rulings R20, R23. */
export default group(
  'coordinator-usage',
  { every: minutes(5) },

  record(interactionsRatio, ratioToPast(select(interactions), 'busier')),
  record(requestsRatio, ratioToPast(select(chatLatency.count), 'busier')),
  record(requestsRatioToQuieter, ratioToPast(select(chatLatency.count), 'quieter')),

  ...ladder('CoordinatorInteractionsSpike', {
    value: select(interactionsRatio),
    limit: interactions.limits.spike,
    for: minutes(30),
    keepFiringFor: minutes(30),
    summary: 'Coordinators call each other far more often than usual',
    description:
      'Coordinators of job {{ $labels.job }} call each other {{ $value | printf "%.1f" }} times as often as in the same hour of an earlier day.',
    runbook: 'interactions-spike',
    dashboard: 'performance',
    whenMissing: resolves('calls that are not made need no optimising; CoordinatorDown fires when the process is gone'),
    source: guide('Info: Coordinator interactions spike'),
  }),

  ...(['surge', 'drop'] as const).flatMap(change =>
    ladder('CoordinatorUsagePatternChanged', {
      value: select(change === 'surge' ? requestsRatio : requestsRatioToQuieter),
      limit: chatLatency.limits[change],
      for: minutes(30),
      keepFiringFor: minutes(30),
      labels: { change },
      summary: change === 'surge' ? 'Far more chat requests than usual' : 'Far fewer chat requests than usual',
      description:
        'Job {{ $labels.job }} serves {{ $value | humanizePercentage }} of the chat requests of the same hour of an earlier day.',
      runbook: 'usage-pattern',
      dashboard: 'overview',
      whenMissing: resolves('CoordinatorMetricsMissing or CoordinatorDown fires when requests are no longer counted'),
      source: ruling('R7', 'R20'),
    }),
  ),
);
