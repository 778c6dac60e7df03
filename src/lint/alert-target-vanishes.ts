import type { Matcher, Node, VectorSelector } from '../promql/ast.js';
import { isComparison } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';
import type { CheckedRule, RuleCheck } from './model.js';

/** `up{job="…"} == 0` and no `absent()` beside it: when the target is gone, so is `up`, and nobody is called (ruling R12). */
export const alertTargetVanishes: RuleCheck = {
  id: 'alert/target-vanishes',
  severity: 'info',
  *find(rules) {
    const alerts = rules.filter(rule => rule.kind === 'alert');
    const watched = new Set(alerts.flatMap(absentJobs));
    for (const rule of alerts) {
      const job = downJob(rule.expr);
      if (job === undefined || watched.has(job)) continue;
      yield {
        place: rule.place,
        message: `when no target of job "${job}" is left, up{job="${job}"} is gone too, and this alert stays silent`,
        fix: `add an alert on absent(up{job="${job}"})`,
      };
    }
  },
};

/** The job whose `up` is compared, and nothing else. */
function downJob(expr: Node): string | undefined {
  if (expr.kind !== 'binary' || !isComparison(expr.op) || expr.rhs.kind !== 'number') return undefined;
  return expr.lhs.kind === 'selector' ? jobOf(expr.lhs) : undefined;
}

function absentJobs({ expr }: CheckedRule): string[] {
  const jobs: string[] = [];
  visit(expr, node => {
    const of = node.kind === 'call' && node.func.startsWith('absent') ? node.args[0] : undefined;
    const job = jobOf(of?.kind === 'matrix' ? of.selector : of);
    if (job !== undefined) jobs.push(job);
  });
  return jobs;
}

function jobOf(node: Node | undefined): string | undefined {
  if (node?.kind !== 'selector' || node.name !== 'up') return undefined;
  return (node as VectorSelector).matchers.find((m: Matcher) => m.label === 'job' && m.op === '=')?.value;
}
