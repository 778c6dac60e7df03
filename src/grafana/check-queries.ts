import type { World } from '../catalog/world.js';
import { type Finding, placeOf } from '../core/findings.js';
import type { Call, Node } from '../promql/ast.js';
import { print } from '../promql/print.js';
import { children } from '../promql/walk.js';
import type { InspectedQuery } from './inspect.js';
import type { Panel, Row } from './model.js';
import { scope } from './scope.js';

const rates = new Set(['rate', 'irate']);
const counterFunctions = new Set([...rates, 'increase']);

/** What Grafana's dashboard-linter asks of a target: it follows the variables, and treats counters and windows rightly. */
export function checkQueries(row: Row, panel: Panel, queries: readonly InspectedQuery[], world: World): Finding[] {
  return queries.flatMap(({ refId, expr }) => {
    const report = (id: string, message: string, fix: string): Finding => ({
      id,
      severity: 'error',
      place: placeOf(panel.site, row.title, panel.title, refId),
      message,
      fix,
      source: print(expr),
    });
    const scoped = print(scope(expr, world));
    const unscoped = ['job', 'instance'].filter(name => !scoped.includes(`"$${name}`));
    return [
      ...(unscoped.length > 0
        ? [
            report(
              'panel/unscoped',
              `the query is the same whatever ${unscoped.join(' and ')} is chosen`,
              'read series that have a job label, and leave job and instance to the variables',
            ),
          ]
        : []),
      ...fixedWindows(expr).map(call =>
        report(
          'panel/rate-window',
          `${call.func}() has a fixed window: zoomed out, it skips what lies between two points`,
          'use rateInterval as its window',
        ),
      ),
      ...rawCounters(expr).map(name =>
        report(
          'panel/raw-counter',
          `the counter ${name} is shown as a total since the last restart`,
          'put it into rate() or increase()',
        ),
      ),
    ];
  });
}

function fixedWindows(node: Node): Call[] {
  const own =
    node.kind === 'call' && rates.has(node.func)
      ? node.args.some(
          arg => arg.kind === 'matrix' && (arg.range.kind !== 'macro' || arg.range.text !== '$__rate_interval'),
        )
      : false;
  return [...(own ? [node as Call] : []), ...children(node).flatMap(fixedWindows)];
}

function rawCounters(node: Node): string[] {
  if (node.kind === 'selector') return node.name?.endsWith('_total') ? [node.name] : [];
  const inside = node.kind === 'call' && counterFunctions.has(node.func);
  return children(node).flatMap(child => (inside && child.kind === 'matrix' ? [] : rawCounters(child)));
}
