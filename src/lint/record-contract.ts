import { isRecorded } from '../catalog/world.js';
import { placeOf } from '../core/findings.js';
import { sameUnit, unitName } from '../core/units.js';
import { infer } from '../infer/infer.js';
import type { SubjectCheck } from './model.js';
import { rulePlace, rulesOf } from './queries.js';

/**
 * A recorded series is what it was declared to be: its rules give exactly the declared labels and the declared unit,
 * its name's level lists them, and there is a rule at all.
 */
export const recordContract: SubjectCheck = {
  id: 'record/contract',
  severity: 'error',
  *find(subject) {
    const { world } = subject;
    const written = new Set<string>();
    for (const rule of rulesOf(subject)) {
      if (rule.kind !== 'record') continue;
      const { series, expr, labels } = rule;
      written.add(series.name);
      const place = rulePlace(rule);
      if (!world.metrics.includes(series)) {
        yield {
          place,
          message: `${series.name} is not in the catalog`,
          fix: 'export its declaration from the catalog',
        };
        continue;
      }
      const result = infer(expr, world);
      const given = new Set([...result.labels.keys(), ...Object.keys(labels)]);
      const declared = Object.keys(series.labels);
      const lost = declared.filter(l => !given.has(l));
      const extra = [...given].filter(l => !declared.includes(l));
      if (lost.length > 0)
        yield {
          place,
          message: `the rule's result has no label ${lost.join(', ')}, which ${series.name} declares`,
          fix: 'keep it in the aggregation',
        };
      if (extra.length > 0)
        yield {
          place,
          message: `the rule's result also has the label ${extra.join(', ')}, which ${series.name} does not declare`,
          fix: 'aggregate it away, or declare it',
        };
      if (typeof result.unit === 'object' && !sameUnit(result.unit, series.unit)) {
        yield {
          place,
          message: `the rule gives ${unitName(result.unit)}, ${series.name} declares ${unitName(series.unit)}`,
          fix: 'correct one of them',
        };
      }
    }
    for (const metric of world.metrics) {
      if (!isRecorded(metric)) continue;
      const place = placeOf(metric.site, metric.name);
      if (!written.has(metric.name))
        yield {
          place,
          message: `no rule records ${metric.name}`,
          fix: 'add record(…) to a group, or delete the declaration',
        };
      const level = Object.keys(metric.labels).sort().join('_');
      if (metric.name.split(':')[0] !== level) {
        yield {
          place,
          message: `${metric.name} has the labels ${level.replaceAll('_', ', ')}`,
          fix: `let its name begin with ${level}:`,
        };
      }
    }
  },
};
