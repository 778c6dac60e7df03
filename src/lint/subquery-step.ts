import { type Duration, formatDuration } from '../core/durations.js';
import type { MatrixSelector, Node, Subquery } from '../promql/ast.js';
import { children, visit } from '../promql/walk.js';
import type { Problem, QueryCheck, Surroundings } from './model.js';
import { comparing } from './subquery-one-point.js';

/** A step that leaves out most of the time, finds nothing at all, or reads the same samples again and again. */
export const subqueryStep: QueryCheck = {
  id: 'subquery/step',
  severity: 'warning',
  find({ expr }, { site }) {
    const problems: Problem[] = [];
    const empty = new Set<Node>();
    visit(expr, node => {
      // That these never return anything, others tell.
      if (node.kind === 'call' && comparing.has(node.func)) for (const arg of node.args) empty.add(arg);
      if (node.kind !== 'subquery') return;
      const step = node.step ?? site?.evaluationInterval;
      if (step?.kind !== 'duration') return;
      const problem = trap(node, step, site, empty.has(node));
      if (problem) problems.push({ ...problem, at: node });
    });
    return problems;
  },
};

function trap({ expr, range, step: written }: Subquery, step: Duration, site: Surroundings['site'], empty: boolean) {
  const every = formatDuration(step);
  if (range.kind === 'duration' && range.ms < step.ms)
    return empty && written
      ? undefined
      : {
          message: `a range of ${formatDuration(range)} in steps of ${every} holds no point most of the time`,
          fix: 'shorten the step, or take a longer range',
        };
  const short = shortestRange(expr, step.ms);
  if (short)
    return {
      message: `each step of ${every} looks back ${formatDuration(short)}: what happens in between is never seen`,
      fix: `take a step of ${formatDuration(short)} at most, or a range of ${every} inside`,
    };
  if (written && site && step.ms < site.scrapeInterval.ms)
    return {
      message: `a step of ${every} is shorter than the scrape interval (${formatDuration(site.scrapeInterval)}): it reads the same samples again`,
      fix: `take a step of ${formatDuration(site.scrapeInterval)} at least`,
    };
  return undefined;
}

/** The shortest range inside that does not reach back to the step before. */
function shortestRange(expr: Node, step: number): Duration | undefined {
  let found: Duration | undefined;
  const look = (node: Node): void => {
    if (node.kind === 'subquery') return;
    // Two samples are all that these ever look at.
    if (node.kind === 'call' && (node.func === 'irate' || node.func === 'idelta')) return;
    const range = node.kind === 'matrix' ? (node as MatrixSelector).range : undefined;
    if (range?.kind === 'duration' && range.ms < step && (!found || range.ms < found.ms)) found = range;
    for (const child of children(node)) look(child);
  };
  look(expr);
  return found;
}
