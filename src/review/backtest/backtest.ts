import { TelltaleError } from '../../core/errors.js';
import { print } from '../../promql/print.js';
import { type Asked, type Asking, askOver, turns } from './ask.js';
import type { Client } from './client.js';
import { ServerFault } from './faults.js';
import { gridOf } from './grid.js';
import { type History, historyOf } from './history.js';
import type { ReplayedAlert, RuleFault, RuleSet } from './model.js';

/** From when to when, and how the server is asked. Times in milliseconds since the epoch. */
export interface BacktestOptions {
  readonly from: number;
  readonly to: number;
  readonly client: Client;
  /** How many queries run at once. */
  readonly parallel: number;
  /** The server's limit of points in an answer. */
  readonly maxPoints: number;
  /** By how much evaluations are shifted from whole multiples of the interval, in milliseconds. */
  readonly offset?: number;
  readonly progress?: (done: number, of: number) => void;
}

/** One alert of the rules, and what it did. */
export interface AlertReport {
  readonly alert: ReplayedAlert;
  /** What the server was asked. */
  readonly query: string;
  readonly history: History;
}

export interface Backtest {
  readonly from: number;
  readonly to: number;
  readonly alerts: readonly AlertReport[];
  readonly faults: readonly RuleFault[];
}

/**
 * Replays the alerts of rules over a server's history. What fails for one alert stands at that alert.
 * @throws TelltaleError when the server does not answer at all.
 */
export async function backtest(rules: RuleSet, options: BacktestOptions): Promise<Backtest> {
  const { from, to } = options;
  await answers(options.client, to);
  const ask = asker(options);
  const alerts = await Promise.all(
    rules.alerts.map(async (alert): Promise<AlertReport> => {
      const query = print(alert.expr);
      // What fired at the beginning began before it.
      const grid = gridOf(from - alert.waits.for - alert.waits.keepFiringFor, to, alert.interval, options.offset);
      return { alert, query, history: historyOf(alert, await ask(query, grid), grid, from) };
    }),
  );
  return { from, to, alerts, faults: rules.faults };
}

/** Asks each query once, however many rules have it. */
function asker({ client, parallel, maxPoints, progress }: BacktestOptions) {
  const asked = new Map<string, Promise<Asked>>();
  let [done, of] = [0, 0];
  const asking: Asking = {
    client,
    maxPoints,
    inTurn: turns(parallel),
    progress: (more, finished) => {
      of += more;
      done += finished;
      progress?.(done, of);
    },
  };
  return (query: string, grid: ReturnType<typeof gridOf>): Promise<Asked> => {
    const key = JSON.stringify([query, grid]);
    const before = asked.get(key);
    if (before) return before;
    const answer = askOver(query, grid, asking);
    asked.set(key, answer);
    return answer;
  };
}

/** Asks what any server can answer. @throws TelltaleError that says what is wrong with the server. */
async function answers(client: Client, time: number): Promise<void> {
  try {
    await client.instantQuery('vector(1)', time);
  } catch (error) {
    if (!(error instanceof ServerFault)) throw error;
    throw new TelltaleError(error.message, { ...(error.fix !== '' && { fix: error.fix }), cause: error });
  }
}
