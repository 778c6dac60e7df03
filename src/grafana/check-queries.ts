import type { World } from '../catalog/world.js';
import type { Finding } from '../core/findings.js';
import { unit as unitNamed } from '../core/units.js';
import type { Call, Node, VectorSelector } from '../promql/ast.js';
import { children } from '../promql/walk.js';
import { namesIn } from './check-variables.js';
import { type InspectedQuery, unitOf } from './inspect.js';
import type { Report } from './report.js';
import { isAbsent, scope } from './scope.js';
import { sameAxis } from './units.js';

const rates = new Set(['rate', 'irate']);
const whole = new Set(['round', 'ceil', 'floor']);
const counterFunctions = new Set([...rates, 'increase']);

/** What Grafana's dashboard-linter asks of a target: it follows the variables, and treats counters and windows rightly. */
export function checkQueries(queries: readonly InspectedQuery[], world: World, report: Report): Finding[] {
  return queries.flatMap(query => [
    ...unscoped(query.expr, world).map(names =>
      report(
        'panel/unscoped',
        `the query is the same whatever ${names} is chosen`,
        'read series that have a job label, and leave job and instance to the variables',
        query,
      ),
    ),
    ...fixedWindows(query.expr).map(call =>
      report(
        'panel/rate-window',
        `${call.func}() has a fixed window: zoomed out, it skips what lies between two points`,
        'use rateInterval as its window',
        query,
      ),
    ),
    ...(isCount(query) && isExtrapolated(query.expr)
      ? [
          report(
            'panel/fractional-count',
            'increase() extrapolates to the ends of its window: one event is shown as 1.25 or the like',
            'put it into round()',
            query,
          ),
        ]
      : []),
    ...rawCounters(query.expr).map(name =>
      report(
        'panel/raw-counter',
        `the counter ${name} is shown as a total since the last restart`,
        'put it into rate() or increase()',
        query,
      ),
    ),
  ]);
}

/** The variables that no selector follows. What is only looked for in vain has none to follow. */
function unscoped(expr: Node, world: World): string[] {
  const read = selectors(scope(expr, world));
  if (read.length === 0 && isOrHoldsAbsent(expr)) return [];
  const follows = (name: string) =>
    read.some(({ matchers }) => matchers.some(m => m.label === name && namesIn(m.value).includes(name)));
  const missed = ['job', 'instance'].filter(name => !follows(name));
  return missed.length > 0 ? [missed.join(' and ')] : [];
}

/** What an expression reads; what `absent()` looks for is not read. */
function selectors(node: Node): VectorSelector[] {
  if (node.kind === 'selector') return [node];
  return isAbsent(node) ? [] : children(node).flatMap(selectors);
}

const isOrHoldsAbsent = (node: Node): boolean => isAbsent(node) || children(node).some(isOrHoldsAbsent);

function fixedWindows(node: Node): Call[] {
  const own =
    node.kind === 'call' && rates.has(node.func)
      ? node.args.some(
          arg => arg.kind === 'matrix' && (arg.range.kind !== 'macro' || arg.range.text !== '$__rate_interval'),
        )
      : false;
  return [...(own ? [node as Call] : []), ...children(node).flatMap(fixedWindows)];
}

const isCount = ({ inferred }: InspectedQuery): boolean => {
  const unit = unitOf(inferred);
  return unit !== undefined && sameAxis(unit, unitNamed('count'));
};

function isExtrapolated(node: Node): boolean {
  if (node.kind === 'call' && whole.has(node.func)) return false;
  return (node.kind === 'call' && node.func === 'increase') || children(node).some(isExtrapolated);
}

function rawCounters(node: Node): string[] {
  if (isAbsent(node)) return [];
  if (node.kind === 'selector') return node.name?.endsWith('_total') ? [node.name] : [];
  const inside = node.kind === 'call' && counterFunctions.has(node.func);
  return children(node).flatMap(child => (inside && child.kind === 'matrix' ? [] : rawCounters(child)));
}
