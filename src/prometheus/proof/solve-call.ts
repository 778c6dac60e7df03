import type { Call, Node } from '../../promql/ast.js';
import { constantOf } from './inverse.js';
import { Unsolved } from './plan.js';
import { ms, reached, type Scope, type Solver } from './solve.js';
import { solveQuantile } from './solve-quantile.js';
import { demand, typical } from './solve-series.js';

/** A function worked backwards. @throws Unsolved */
export function solveCall(solver: Solver, node: Call, goal: number | undefined, scope: Scope): number {
  const [first, second] = node.args as readonly [Node, Node];
  switch (node.func) {
    case 'time':
      return reached(node, solver.options.now, goal);
    case 'vector':
    case 'scalar':
    case 'sort':
    case 'sort_desc':
    case 'ceil':
    case 'floor':
    case 'round':
    case 'last_over_time':
    case 'min_over_time':
    case 'max_over_time':
    case 'avg_over_time':
      return solver.value(first, goal, scope);
    case 'quantile_over_time':
      return solver.value(second, goal, scope);
    case 'abs':
      return Math.abs(solver.value(first, goal, scope));
    case 'sqrt':
      return Math.sqrt(solver.value(first, goal === undefined ? undefined : goal * goal, scope));
    case 'clamp':
    case 'clamp_min':
    case 'clamp_max':
      return solver.value(first, goal, scope);
    case 'present_over_time':
      solver.value(first, undefined, scope);
      return reached(node, 1, goal);
    case 'absent':
    case 'absent_over_time':
      solver.empty(first, scope);
      return reached(node, 1, goal);
    case 'label_replace':
    case 'label_join':
      return solver.value(first, goal, relabelled(node, scope));
    case 'histogram_quantile':
      return solveQuantile(solver, node, goal, scope);
    case 'timestamp': {
      solver.value(first, undefined, scope);
      return reached(node, solver.options.now, goal);
    }
    case 'rate':
    case 'irate':
    case 'deriv':
    case 'increase':
    case 'delta':
    case 'predict_linear':
      return moving(solver, node, first, goal, scope);
    default:
      throw new Unsolved(node, `${node.func}() cannot be worked backwards`);
  }
}

/** Functions of how a raw series moves. */
function moving(solver: Solver, node: Call, range: Node, goal: number | undefined, scope: Scope): number {
  if (range.kind !== 'matrix') throw new Unsolved(node, `${node.func}() of a subquery`);
  const window = ms(range.range);
  const offset = scope.offset + (range.selector.offset ? ms(range.selector.offset) : 0);
  const inner = { ...scope, offset, window: scope.window + window };
  const { selector } = range;
  if (solver.known(selector).metric.type === 'recorded')
    throw new Unsolved(node, `${node.func}() of a recorded series`);
  switch (node.func) {
    case 'increase':
      if (goal !== undefined && goal > 0 && Number.isInteger(goal) && window > solver.options.jumpWithin) {
        return demand(solver, selector, 'jump', goal, inner);
      }
      return (
        demand(solver, selector, 'slope', goal === undefined ? undefined : (goal / window) * 1000, inner) *
        (window / 1000)
      );
    case 'delta':
      return (
        demand(solver, selector, 'slope', goal === undefined ? undefined : (goal / window) * 1000, inner) *
        (window / 1000)
      );
    case 'predict_linear': {
      const ahead = constantOf(node.args[1] as Node) ?? NaN;
      const level = typical(solver.known(selector), solver.options.now, solver.options.scale);
      if (goal === undefined) return level + ahead * demand(solver, selector, 'slope', undefined, inner);
      demand(solver, selector, 'level', level, inner);
      return level + ahead * demand(solver, selector, 'slope', (goal - level) / ahead, inner);
    }
    default:
      return demand(solver, selector, 'slope', goal, inner);
  }
}

/** What label_replace and label_join ask of the series below them. @throws Unsolved when the label cannot come out so */
export function relabelled(node: Call, scope: Scope): Scope {
  const [dst = '', replacement = '', src = ''] = node.args
    .slice(1)
    .map(arg => (arg.kind === 'string' ? arg.value : ''));
  const { [dst]: wanted, ...labels } = scope.labels;
  const fixed = node.func === 'label_replace' && src === '' ? replacement.replaceAll('$$', '$') : undefined;
  if (wanted !== undefined && fixed !== undefined && wanted !== fixed) {
    throw new Unsolved(node, `this sets ${dst} to "${fixed}", not to "${wanted}"`);
  }
  return { ...scope, labels };
}
