import type { World } from '../catalog/world.js';
import type { Finding } from '../core/findings.js';
import type { ForeignDashboard } from '../foreign/dashboards.js';
import type { Node, VectorSelector } from '../promql/ast.js';
import { isComparison, isSetOperator } from '../promql/precedence.js';
import type { Noted } from './foreign-shown.js';

/**
 * A counter that is drawn as it is: a line that climbs until the process restarts. Surely one is what the catalog calls so,
 * or what ends in `_total` and goes into `rate()` elsewhere on the dashboard; of other names in `_total` it is a note, since
 * some gauges are called so.
 */
export function rawCounterProblems(expr: Node, { queries }: ForeignDashboard, world: World, note: Noted): Finding[] {
  const name = drawnAsIs(expr)?.name;
  if (name === undefined) return [];
  const known = world.series(name);
  if (known ? known.metric.type !== 'counter' : !name.endsWith('_total')) return [];
  const sure = known || queries.some(({ expr: text }) => growing.some(func => text.includes(`${func}(${name}`)));
  const found = note('panel/raw-counter', `the counter ${name} is drawn as a total since the last restart`, instead);
  return [sure ? found : { ...found, severity: 'info' }];
}

const instead = 'put it into rate() or increase()';
const growing = ['rate', 'increase'];

const combining = new Set(['sum', 'avg', 'min', 'max', 'topk', 'bottomk']);
const keeping = new Set(['abs', 'ceil', 'floor', 'label_join', 'label_replace', 'round', 'sort', 'sort_desc']);

/** The series of which nothing but sums, multiples and other names are drawn. */
function drawnAsIs(node: Node | undefined): VectorSelector | undefined {
  switch (node?.kind) {
    case 'selector':
      return node;
    case 'aggregation':
      return combining.has(node.op) ? drawnAsIs(node.expr) : undefined;
    case 'call':
      return keeping.has(node.func) ? drawnAsIs(node.args[0]) : undefined;
    case 'binary':
      if (isComparison(node.op) || isSetOperator(node.op) || node.op === '%') return undefined;
      if (node.rhs.kind === 'number') return drawnAsIs(node.lhs);
      return node.lhs.kind === 'number' && node.op === '*' ? drawnAsIs(node.rhs) : undefined;
    default:
      return undefined;
  }
}
