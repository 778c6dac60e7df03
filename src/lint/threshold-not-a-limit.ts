import type { World } from '../catalog/world.js';
import type { Quantity } from '../core/quantities.js';
import { sameUnit } from '../core/units.js';
import { infer } from '../infer/infer.js';
import { isComparison } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';
import type { Problem, Query, QueryCheck } from './model.js';
import { knownSelectors } from './selectors.js';

/** A number that none of the catalog's limits has, where the catalog has limits for what is compared. */
export const thresholdNotALimit: QueryCheck = {
  id: 'threshold/not-a-limit',
  severity: 'info',
  find({ expr, use }, { world }) {
    const problems: Problem[] = [];
    if (use !== 'alert') return problems;
    visit(expr, node => {
      if (
        node.kind !== 'binary' ||
        !isComparison(node.op) ||
        node.op === '==' ||
        node.op === '!=' ||
        node.bool ||
        node.rhs.kind !== 'number'
      )
        return;
      const { value } = node.rhs;
      const limits = limitsOf({ expr: node.lhs }, world);
      // Zero only asks whether there is anything.
      if (value === 0 || limits.length === 0 || limits.some(l => l.value === value)) return;
      problems.push({
        message: `the catalog knows other limits: ${limits.map(l => `${l.name} is ${l.value}`).join(', ')}`,
        fix: 'take the number of the limit that is meant, or add this one to the catalog',
        at: node.rhs,
      });
    });
    return problems;
  },
};

/** The limits of the metrics of an expression that are in its unit. */
function limitsOf(query: Pick<Query, 'expr'>, world: World): { readonly name: string; readonly value: number }[] {
  const { unit, motion } = infer(query.expr, world);
  // What a counter has come to since its process started, no limit is about.
  if (typeof unit !== 'object' || motion === 'counter') return [];
  const metrics = new Set(knownSelectors(query, { world }).map(({ series }) => series.metric));
  return [...metrics].flatMap(metric =>
    Object.entries(metric.limits).flatMap(([key, limit]) =>
      Object.entries<Quantity>(limit.levels)
        .filter(([, level]) => sameUnit(level.unit, unit))
        .map(([level, { value }]) => ({ name: `${key}.${level}`, value })),
    ),
  );
}
