import { check } from '../promql/types.js';
import type { QueryCheck } from './model.js';

/** An expression that Prometheus would refuse: wrong argument types, matching on set operators, bad regexes. */
export const exprType: QueryCheck = {
  id: 'expr/type',
  severity: 'error',
  *find({ expr }, { prometheus }) {
    const fault = check(expr, prometheus);
    if (fault) yield { message: fault.message, fix: 'Prometheus refuses the rule as it stands', at: fault.node };
  },
};
