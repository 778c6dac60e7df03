import { nearest } from '../core/nearest.js';
import type { RuleCheck } from './model.js';
import { pointAt, readsOf, recordersOf } from './reads.js';

/**
 * A recorded series that no rule records, though its siblings are: `job:errors:rate1m` where there is `job:errors:rate5m`.
 * For an open world; in a closed one every unknown name is an error anyway.
 */
export const metricUnrecorded: RuleCheck = {
  id: 'metric/unrecorded',
  severity: 'warning',
  *find(rules, { world }) {
    if (!world.open) return;
    const recorders = recordersOf(rules);
    const siblings = new Map<string, string[]>();
    for (const name of recorders.keys()) {
      const stem = stemOf(name);
      const of = siblings.get(stem);
      if (of) of.push(name);
      else siblings.set(stem, [name]);
    }
    for (const rule of rules) {
      const told = new Set<string>();
      for (const { name, selector } of readsOf(rule.expr)) {
        if (!name.includes(':') || recorders.has(name) || world.series(name) || told.has(name)) continue;
        const there = siblings.get(stemOf(name));
        if (!there) continue;
        told.add(name);
        const near = nearest(name, there) ?? there[0];
        yield {
          ...pointAt(rule, selector),
          message: `no rule here records ${name}; there is ${there.slice(0, 3).join(', ')}`,
          fix: `write ${near}, or add the rule that records ${name}`,
        };
      }
    }
  },
};

/** Level and metric of a name: all but its operations. */
const stemOf = (name: string): string => name.slice(0, Math.max(name.lastIndexOf(':'), 0));
