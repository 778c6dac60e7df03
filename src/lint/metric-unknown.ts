import { nearest } from '../core/nearest.js';
import type { QueryCheck } from './model.js';
import { selectorsOf } from './selectors.js';

/** A name that nothing exports: the selector is always empty, and no alert on it ever fires (ruling R2). */
export const metricUnknown: QueryCheck = {
  id: 'metric/unknown',
  severity: 'error',
  *find(query, { world }) {
    if (world.open) return;
    for (const node of selectorsOf(query)) {
      const { name } = node;
      if (name === undefined || world.series(name) || world.histogram(name) || world.named(name)) continue;
      const near = nearest(name, world.names());
      yield {
        message: `the catalog has no metric "${name}"`,
        fix: near
          ? `write ${near}, or add ${name} to the catalog`
          : 'compare with a number; limits live in the catalog',
        at: node,
      };
    }
  },
};
