import type { Backtest } from '../../review/backtest/backtest.js';
import type { AlertComparison } from '../../review/backtest/compare.js';

/** What a back-test has to show. */
export interface Shown {
  /** The address of the server, without credentials. */
  readonly server: string;
  readonly head: Backtest;
  /** What the change does, where there is a state before it. */
  readonly comparison: readonly AlertComparison[] | undefined;
}
