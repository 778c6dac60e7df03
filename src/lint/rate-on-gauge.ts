import type { QueryCheck } from './model.js';
import { callsOn, forCounters } from './range-functions.js';

/** A counter function over a gauge: every drop is read as a reset (ruling R9). */
export const rateOnGauge: QueryCheck = {
  id: 'rate/on-gauge',
  severity: 'error',
  *find({ expr }, { world }) {
    for (const { call, motion } of callsOn(expr, forCounters, world)) {
      if (motion !== 'gauge') continue;
      yield {
        message: `${call.func}() of a gauge reads every drop as a counter reset`,
        fix: call.func === 'increase' ? 'use delta()' : 'use deriv()',
        at: call,
      };
    }
  },
};
