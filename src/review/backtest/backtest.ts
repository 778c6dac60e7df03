import { TelltaleError } from '../../core/errors.js';
import type { Node } from '../../promql/ast.js';
import { print } from '../../promql/print.js';
import type { Client } from '../../remote/client.js';
import { ServerFault } from '../../remote/faults.js';
import { turns } from '../../remote/turns.js';
import { type Asked, type Asking, askOver } from './ask.js';
import { type Coverage, coverageOf } from './coverage.js';
import { givingUp } from './give-up.js';
import { gridOf } from './grid.js';
import { type History, historyOf } from './history.js';
import { type Limit, limitOf, withLimit } from './limits.js';
import type { Grid, ReplayedAlert, RuleFault, RuleSet } from './model.js';
import { type OffsetOf, offsetsOf } from './offsets.js';
import { changedRecords, type InlineMode, namesOf, prepare } from './prepare.js';
import { ladderOf, type Rung, rungsOf, withoutAsking } from './what-if.js';

/** From when to when, and how the server is asked. Times in milliseconds since the epoch. */
export interface BacktestOptions {
  readonly from: number;
  readonly to: number;
  readonly client: Client;
  /** How many queries run at once. */
  readonly parallel: number;
  /** The server's limit of points in an answer. */
  readonly maxPoints: number;
  readonly inline?: InlineMode;
  readonly progress?: (done: number, of: number) => void;
}

/** One alert of the rules, and what it did. */
export interface AlertReport {
  readonly alert: ReplayedAlert;
  /** What the server was asked; undefined where there was no way to. */
  readonly query: string | undefined;
  /** Recorded series that the query computes itself. */
  readonly inlined: readonly string[];
  readonly history: History;
}

export interface Backtest {
  readonly from: number;
  readonly to: number;
  /** Since when the history has anything that the rules read. */
  readonly historyFrom: number;
  readonly alerts: readonly AlertReport[];
  readonly faults: readonly RuleFault[];
}

/**
 * Replays the alerts of rules over a server's history, and those of the rules before a change where there is one. What
 * fails for one alert stands at that alert.
 * @throws TelltaleError when the server does not answer at all, or has nothing of that time.
 */
export async function backtest(
  rules: RuleSet,
  options: BacktestOptions,
  base?: RuleSet,
): Promise<{ readonly head: Backtest; readonly base: Backtest | undefined }> {
  const [since, offset] = await Promise.all([
    known([rules, ...(base ? [base] : [])], options),
    offsetsOf(options.client),
  ]);
  const ask = asker(options);
  const changed = base ? changedRecords(rules.records, base.records) : new Set<string>();
  const [head, before] = await Promise.all([
    replayAll(rules, since, changed, ask, offset, options),
    base ? replayAll(base, since, new Set(), ask, offset, options) : undefined,
  ]);
  return { head, base: before };
}

type Ask = (query: string, grid: Grid) => Promise<Asked>;

const nothing: Asked = { series: [], failures: [], unknown: [], warnings: [] };

async function replayAll(
  rules: RuleSet,
  since: Coverage,
  changed: ReadonlySet<string>,
  ask: Ask,
  offset: OffsetOf,
  { from, to, inline: mode = 'missing' }: BacktestOptions,
): Promise<Backtest> {
  // Rules that read nothing have all the history that they need.
  const historyFrom = since.size === 0 ? from : Math.min(...since.values());
  const begin = Math.max(from, historyFrom);
  const alerts = await Promise.all(
    rules.alerts.map(async (alert): Promise<AlertReport> => {
      const { expr, inlined, troubles } = prepare(alert, rules.records, since, from, changed, mode);
      const query = expr && print(expr);
      // What fired at the beginning began before it.
      const before = begin > from ? 0 : alert.waits.for + alert.waits.keepFiringFor;
      const grid = gridOf(begin - before, to, alert.interval, offset(alert));
      const history = historyOf(alert, query === undefined ? nothing : await ask(query, grid), grid, begin);
      return { alert, query, inlined, history: { ...history, troubles: [...troubles, ...history.troubles] } };
    }),
  );
  return { from, to, historyFrom, alerts, faults: rules.faults };
}

/** Asks each query once, however many rules have it at the same time. */
function asker({ client, parallel, maxPoints, progress }: BacktestOptions): Ask {
  const asked = new Map<string, Promise<Asked>>();
  let [done, of] = [0, 0];
  const asking: Asking = {
    client: givingUp(client),
    maxPoints,
    inTurn: turns(parallel),
    progress: (more, finished) => {
      of += more;
      done += finished;
      progress?.(done, of);
    },
  };
  return (query, grid) => {
    const key = JSON.stringify([query, grid]);
    const known = asked.get(key);
    if (known) return known;
    const answer = askOver(query, grid, asking);
    asked.set(key, answer);
    // Whoever needs it waits for it by now; all answers at once may be more than there is room for.
    const forget = () => asked.delete(key);
    answer.then(forget, forget);
    return answer;
  };
}

/** Since when there is what the rules read: the first questions, which show what the server is. */
async function known(sides: readonly RuleSet[], { from, to, client }: BacktestOptions): Promise<Coverage> {
  const names = [...new Set(sides.flatMap(namesOf))].sort();
  try {
    await client.instantQuery('vector(1)', to);
    const since = await coverageOf(names, from, to, client);
    if (since.size > 0 || names.length === 0) return since;
  } catch (error) {
    if (!(error instanceof ServerFault)) throw error;
    throw new TelltaleError(error.message, { ...(error.fix !== '' && { fix: error.fix }), cause: error });
  }
  throw new TelltaleError(
    `${client.shown} has no samples in that time of anything that the rules read: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`,
    {
      fix: 'look at its retention, and whether it is the right server and tenant',
    },
  );
}

/** What one alert would have done with other limits. */
export interface WhatIf {
  readonly alert: ReplayedAlert;
  /** The limit in whose place others are tried. */
  readonly limit: Limit;
  readonly rungs: readonly Rung[];
}

/** Which limit of an alert is tried, and with what: see `limitOf`; without values, a ladder. */
export interface Tried {
  readonly which?: string;
  readonly values: readonly number[];
}

/**
 * Tries limits on one alert; without any, a ladder from what its value mostly was to the most that it was.
 * @throws TelltaleError when it is not clear which limit, or there is none, or the server does not answer.
 */
export async function tryLimits(
  alert: ReplayedAlert,
  rules: RuleSet,
  { which, values }: Tried,
  options: BacktestOptions,
): Promise<WhatIf> {
  const { from, to, inline: mode = 'missing' } = options;
  const limit = limitOf(alert, which);
  const [since, offset] = await Promise.all([
    known([{ ...rules, alerts: [alert] }], options),
    offsetsOf(options.client),
  ]);
  const ask = asker(options);
  const grid = gridOf(from - alert.waits.for - alert.waits.keepFiringFor, to, alert.interval, offset(alert));
  const answered = async (expr: Node) => {
    const made = prepare({ ...alert, expr }, rules.records, since, from, new Set(), mode);
    return { asked: made.expr ? await ask(print(made.expr), grid) : nothing, troubles: made.troubles };
  };
  const compared = limit.whole || values.length === 0 ? await answered(limit.expr) : undefined;
  const wanted = values.length > 0 ? values : ladderOf(compared?.asked ?? nothing, limit);
  const rungs = rungsOf(wanted, limit).map(async (value): Promise<Rung> => {
    const other = { ...alert, expr: withLimit(alert.expr, limit, value) };
    const { asked, troubles } = limit.whole && compared ? compared : await answered(other.expr);
    const history = limit.whole
      ? withoutAsking(alert, limit, value, asked, grid, from)
      : historyOf(other, asked, grid, from);
    const all = { ...history, troubles: [...troubles, ...history.troubles] };
    return { limit: value, current: value === limit.value, history: all };
  });
  return { alert, limit, rungs: await Promise.all(rungs) };
}
