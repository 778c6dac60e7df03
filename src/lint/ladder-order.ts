import type { Node } from '../promql/ast.js';
import { print } from '../promql/print.js';
import type { CheckedRule, RuleCheck } from './model.js';

/** A critical that is no stricter than the warning of the same alert: whoever is warned is paged at once (ruling R14). */
export const ladderOrder: RuleCheck = {
  id: 'ladder/order',
  severity: 'warning',
  *find(rules) {
    const paging = new Set(rules.filter(rule => rule.labels.severity === 'critical').map(rule => rule.name));
    const warnings = new Map<string, Set<number>>();
    for (const rule of rules) {
      const rung = rule.labels.severity === 'warning' && paging.has(rule.name) ? rungOf(rule) : undefined;
      if (!rung) continue;
      const limits = warnings.get(rung.of);
      if (limits) limits.add(rung.limit);
      else warnings.set(rung.of, new Set([rung.limit]));
    }
    for (const rule of rules) {
      const critical = rule.labels.severity === 'critical' ? rungOf(rule) : undefined;
      if (!critical) continue;
      for (const limit of warnings.get(critical.of) ?? []) {
        const stricter = critical.above ? critical.limit > limit : critical.limit < limit;
        if (stricter) continue;
        yield {
          place: rule.place,
          message: `critical at ${critical.limit} is no stricter than the warning at ${limit}: nobody is ever warned first`,
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
  const { of, times } = growthOf(lhs);
  return { of: `${name} ${above} ${print(of)}`, above, limit: rhs.value * times };
}

/** A rate is what grows in its window, divided by how long that is: the two are compared as growth. */
function growthOf(node: Node): { readonly of: Node; readonly times: number } {
  if (node.kind === 'aggregation' && node.op === 'sum') {
    const { of, times } = growthOf(node.expr);
    return { of: { ...node, expr: of }, times };
  }
  const range = node.kind === 'call' && node.func === 'rate' ? node.args[0] : undefined;
  if (node.kind !== 'call' || range?.kind !== 'matrix' || range.range.kind !== 'duration')
    return { of: node, times: 1 };
  return { of: { ...node, func: 'increase' }, times: range.range.ms / 1000 };
}
