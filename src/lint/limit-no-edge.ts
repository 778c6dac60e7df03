import { placeOf } from '../core/findings.js';
import type { Quantity } from '../core/quantities.js';
import { sameUnit } from '../core/units.js';
import type { SubjectCheck } from './model.js';

/** A limit on a histogram's own values that is no bucket edge: a quantile near it is a guess (ruling R16). */
export const limitNoEdge: SubjectCheck = {
  id: 'limit/no-edge',
  severity: 'error',
  *find({ world }) {
    for (const metric of world.metrics) {
      if (metric.type !== 'histogram') continue;
      for (const [key, limit] of Object.entries(metric.limits)) {
        for (const [level, { value, unit }] of Object.entries<Quantity>(limit.levels)) {
          if (!sameUnit(unit, metric.unit) || metric.buckets.includes(value)) continue;
          yield {
            place: placeOf(metric.site, metric.name),
            message: `the limit ${key}.${level} (${value}) is no bucket edge of ${metric.name}`,
            fix: `add ${value} to its buckets, or take one of ${metric.buckets.join(', ')}`,
          };
        }
      }
    }
  },
};
