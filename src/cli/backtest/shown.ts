import type { Backtest } from '../../review/backtest/backtest.js';
import type { AlertComparison } from '../../review/backtest/compare.js';
import type { RuleFault } from '../../review/backtest/model.js';

/** What a back-test has to show. */
export interface Shown {
  /** The address of the server, without credentials. */
  readonly server: string;
  readonly head: Backtest;
  /** The rules before the change that cannot be read. */
  readonly baseFaults: readonly RuleFault[];
  /** What the change does to each alert, where there is a state before it. */
  readonly comparison: readonly AlertComparison[] | undefined;
}
