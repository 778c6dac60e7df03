import { formatDuration, parseDuration } from '../core/durations.js';
import { sameUnit, unit, unitName } from '../core/units.js';
import { infer } from '../infer/infer.js';
import type { Inferred } from '../infer/model.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { CheckedRule, RuleCheck } from './model.js';
import { readsOf } from './reads.js';

/**
 * A recorded series whose name says what it is not: `level:metric:operations`, where level lists its labels. A label that
 * it surely has not, another window than the one that it is computed over, a ratio that is none.
 */
export const recordName: RuleCheck = {
  id: 'record/name',
  severity: 'warning',
  *find(rules, { world }) {
    for (const rule of rules) {
      const parts = rule.kind === 'record' ? rule.name.split(':') : [];
      if (parts.length < 2) continue;
      const operations = parts.at(-1) as string;
      // What the catalog declares has a contract: `record/contract` holds its labels and its unit.
      const result = world.series(rule.name) ? undefined : infer(rule.expr, world);
      const wrong =
        (result && (lostLabel(parts[0] as string, rule, result) ?? noRatio(operations, result))) ??
        otherWindow(operations, rule);
      if (wrong) yield { place: rule.place, ...wrong };
    }
  },
};

interface Wrong {
  readonly message: string;
  readonly fix: string;
}

/** Words that mean a label wherever they stand in a level; `node` or `cluster` may just as well mean a whole. */
const labels = new Set(['instance', 'job', 'namespace', 'pod', 'container']);

function lostLabel(level: string, rule: CheckedRule, { labels: there, others, empty }: Inferred): Wrong | undefined {
  if (others || empty) return undefined;
  const has = new Set([...there.keys(), ...Object.keys(rule.labels)]);
  // Labels of several words first, so that their words are not taken for others.
  const rest = [...has].sort((a, b) => b.length - a.length).reduce((text, label) => without(text, label), level);
  const lost = rest.split('_').find(word => labels.has(word));
  if (lost === undefined) return undefined;
  return {
    message: `the name begins with ${level}, but its series have no label "${lost}"`,
    fix: `keep ${lost} in the aggregation, or let the name begin with ${[...has].sort().join('_')}:`,
  };
}

const without = (text: string, label: string): string => `_${text}_`.replace(`_${label}_`, '__').slice(1, -1);

function otherWindow(operations: string, rule: CheckedRule): Wrong | undefined {
  const named = /(?:rate|increase|delta|deriv)(\d+(?:ms|[smhdwy]))(?:$|_)/.exec(operations)?.[1];
  const says = named === undefined ? undefined : parseDuration(named);
  if (!says) return undefined;
  const windows = windowsOf(rule.expr);
  const [first] = windows;
  if (first === undefined || windows.includes(says.ms)) return undefined;
  // Made of series of that name, which say it of themselves.
  if (readsOf(rule.expr).some(({ name }) => name.includes(named as string))) return undefined;
  const is = formatDuration({ kind: 'duration', ms: first });
  return {
    message: `the name says ${named}, the expression takes ${is}`,
    fix: `write ${is} in the name, or [${named}] in the expression`,
  };
}

function windowsOf(expr: Node): number[] {
  const found: number[] = [];
  visit(expr, node => {
    if ((node.kind === 'matrix' || node.kind === 'subquery') && node.range.kind === 'duration')
      found.push(node.range.ms);
  });
  return found;
}

function noRatio(operations: string, { unit: is }: Inferred): Wrong | undefined {
  if (!/(?:^|_)ratio(?:$|_)/.test(operations) || typeof is !== 'object' || sameUnit(is, unit('ratio')))
    return undefined;
  return {
    message: `the name says that it is a ratio, the expression gives ${unitName(is)}`,
    fix: 'divide by the whole, or rename it',
  };
}
