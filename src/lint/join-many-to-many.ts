import { joinsOf } from './join-sides.js';
import type { QueryCheck } from './model.js';

/** Several series on the side of which there may be one for each match: Prometheus refuses to evaluate it then. */
export const joinManyToMany: QueryCheck = {
  id: 'join/many-to-many',
  severity: 'warning',
  *find({ expr }, { world }) {
    for (const { node, many, one } of joinsOf(expr, world)) {
      const group = node.matching?.group;
      // What group_left takes from there is meant to be one value for each match.
      const several = one.filter(label => !group?.include.includes(label));
      if (several.length === 0 || (!group && many.length === 0)) continue;
      const side = group?.side === 'right' ? 'left' : 'right';
      yield {
        message: `several series on the ${side}, which differ in ${several.join(', ')}, can match ${group ? 'one of the other side' : 'several of the other'}: Prometheus refuses to evaluate that`,
        fix: `aggregate ${several.join(', ')} away on the ${side}, or match on it`,
        at: node,
      };
    }
  },
};
