import { aggregations, functions } from '../promql/functions.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** A function that Prometheus only has when it is started with a flag: without it the rule file is refused. */
export const versionExperimental: QueryCheck = {
  id: 'version/experimental',
  severity: 'warning',
  find({ expr }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const name = node.kind === 'call' ? node.func : node.kind === 'aggregation' ? node.op : '';
      if (!functions.get(name)?.experimental && aggregations.get(name)?.since === undefined) return;
      problems.push({
        message: `${name} is experimental: Prometheus refuses it unless --enable-feature=promql-experimental-functions is set`,
        fix: 'set the flag wherever the rules are loaded, or do without it',
        at: node,
      });
    });
    return problems;
  },
};
