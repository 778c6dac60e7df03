import { joinsOf } from './join-sides.js';
import type { QueryCheck } from './model.js';

/** Several series of one side match one of the other, and nothing says that this is meant: Prometheus refuses to evaluate it. */
export const joinNeedsGroup: QueryCheck = {
  id: 'join/needs-group',
  severity: 'warning',
  *find({ expr }, { world }) {
    for (const { node, many, one } of joinsOf(expr, world)) {
      if (node.matching?.group || many.length > 0 === one.length > 0) continue;
      const [side, labels] = many.length > 0 ? ['left', many] : ['right', one];
      yield {
        message: `several series on the ${side}, which differ in ${labels.join(', ')}, can match one of the other side: Prometheus refuses to evaluate that`,
        fix: `write group_${side} (), or aggregate ${labels.join(', ')} away`,
        at: node,
      };
    }
  },
};
