import { print } from '../promql/print.js';
import type { CheckedRule, RuleCheck } from './model.js';

/** A critical that is no stricter than the warning of the same alert: whoever is warned is paged at once (ruling R14). */
export const ladderOrder: RuleCheck = {
  id: 'ladder/order',
  severity: 'warning',
  *find(rules) {
    const warnings = new Map<string, Rung[]>();
    for (const rule of rules) {
      const rung = rule.labels.severity === 'warning' ? rungOf(rule) : undefined;
      if (rung) warnings.set(rung.of, [...(warnings.get(rung.of) ?? []), rung]);
    }
    for (const rule of rules) {
      const critical = rule.labels.severity === 'critical' ? rungOf(rule) : undefined;
      if (!critical) continue;
      for (const warning of warnings.get(critical.of) ?? []) {
        const stricter = critical.above ? critical.limit > warning.limit : critical.limit < warning.limit;
        if (stricter) continue;
        yield {
          place: rule.place,
          message: `critical at ${critical.limit} is no stricter than the warning at ${warning.limit}: nobody is ever warned first`,
          fix: 'set the warning where there is still time to act',
        };
      }
    }
  },
};

interface Rung {
  /** The alert's name and what it measures. */
  readonly of: string;
  readonly above: boolean;
  readonly limit: number;
}

/** A rule that compares something with a number. */
function rungOf({ kind, name, expr }: CheckedRule): Rung | undefined {
  if (kind !== 'alert' || expr.kind !== 'binary' || expr.rhs.kind !== 'number' || expr.bool) return undefined;
  const { op, lhs, rhs } = expr;
  const above = op === '>' || op === '>=';
  if (!above && op !== '<' && op !== '<=') return undefined;
  return { of: `${name} ${above} ${print(lhs)}`, above, limit: rhs.value };
}
