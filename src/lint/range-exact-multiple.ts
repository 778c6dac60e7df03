import type { Site } from '../catalog/site.js';
import { formatDuration } from '../core/durations.js';
import { infer } from '../infer/infer.js';
import { filtered } from '../infer/intervals.js';
import type { Binary, Node } from '../promql/ast.js';
import { isComparison } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { comparing } from './subquery-one-point.js';

/** A window that holds one point fewer in Prometheus 3, whose ranges leave out their beginning, where that point decides. */
export const rangeExactMultiple: QueryCheck = {
  id: 'range/exact-multiple',
  severity: 'warning',
  find({ expr }, { site, world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind === 'call' && comparing.has(node.func)) {
        const of = node.args.find(arg => arg.kind === 'subquery');
        if (of?.kind !== 'subquery' || of.range.kind !== 'duration' || of.step?.kind !== 'duration') return;
        if (of.range.ms !== of.step.ms) return;
        problems.push({
          message: `in Prometheus 3 a range of one step holds one point, and ${node.func}() needs two: it never returns anything`,
          fix: 'take a range of two steps',
          at: of,
        });
      } else if (node.kind === 'binary' && isComparison(node.op) && site) {
        const counted = counts(node.lhs, site);
        const limit = infer(node.rhs, world);
        if (counted === undefined || limit.motion !== 'constant' || !differs(node, counted, limit.range)) return;
        problems.push({
          message: `this window holds ${counted} or ${counted + 1} samples in Prometheus 2, and ${counted} in Prometheus 3, which decides here`,
          fix: `compare with a number further away from ${counted}, or take a window that is no multiple of ${formatDuration(site.scrapeInterval)}`,
          at: node,
        });
      }
    });
    return problems;
  },
};

/** How many samples are counted, where the window is a multiple of the scrape interval. */
function counts(node: Node, { scrapeInterval }: Site): number | undefined {
  const of = node.kind === 'call' && node.func === 'count_over_time' ? node.args[0] : undefined;
  if (of?.kind !== 'matrix' || of.range.kind !== 'duration' || of.range.ms % scrapeInterval.ms !== 0) return undefined;
  return of.range.ms / scrapeInterval.ms;
}

function differs({ op }: Binary, n: number, limit: readonly [number, number]): boolean {
  if (!isComparison(op)) return false;
  return Boolean(filtered(op, [n, n], limit)) !== Boolean(filtered(op, [n + 1, n + 1], limit));
}
