import type { QueryCheck } from './model.js';
import { callsOn } from './range-functions.js';

const forGauges = new Set(['deriv', 'delta', 'idelta', 'predict_linear', 'holt_winters']);

/** A gauge function over a counter: every restart looks like a fall. */
export const trendOnCounter: QueryCheck = {
  id: 'trend/on-counter',
  severity: 'error',
  *find({ expr }, { world }) {
    for (const { call, motion } of callsOn(expr, forGauges, world)) {
      if (motion !== 'counter' && motion !== 'bucket') continue;
      yield {
        message: `${call.func}() of a counter takes every restart for a fall`,
        fix: call.func === 'deriv' ? 'use rate()' : 'use increase()',
        at: call,
      };
    }
  },
};
