import type { Node } from '../../promql/ast.js';
import { aggregate } from './aggregate.js';
import { operate } from './binary.js';
import { callFunction } from './call.js';
import { noLabels, withoutName } from './labels.js';
import { EvaluationFault, type Moment, type Result, type Sample } from './model.js';
import { at } from './storage.js';
import { shifted } from './stretches.js';

/**
 * What an expression gives at a moment, value for value as Prometheus 2.42 computes it.
 * @throws EvaluationFault where Prometheus would fail, or where this engine has no answer.
 */
export function evaluate(node: Node, moment: Moment): Result {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'selector': {
      const time = shifted(node, node, moment.time);
      return moment.storage.select(node).flatMap(series => {
        const point = at(series, time);
        return point ? [{ labels: series.labels, value: point.value }] : [];
      });
    }
    case 'unary': {
      const of = evaluate(node.expr, moment);
      if (node.op === '+') return of;
      return typeof of === 'number'
        ? -of
        : distinct(
            node,
            of.map(s => ({ labels: withoutName(s.labels), value: -s.value })),
          );
    }
    case 'binary':
      return distinct(node, operate(node, evaluate(node.lhs, moment), evaluate(node.rhs, moment)));
    case 'aggregation': {
      const param = node.param?.kind === 'string' ? node.param.value : node.param ? scalarOf(node.param, moment) : 0;
      return aggregate(node, vectorOf(node.expr, moment), param);
    }
    case 'call':
      return distinct(node, callFunction(node, moment));
    case 'string':
    case 'matrix':
    case 'subquery':
      throw new EvaluationFault('this is no instant vector', node);
    default:
      return node satisfies never;
  }
}

export function vectorOf(node: Node, moment: Moment): readonly Sample[] {
  const result = evaluate(node, moment);
  return typeof result === 'number' ? [{ labels: noLabels, value: result }] : result;
}

export function scalarOf(node: Node, moment: Moment): number {
  const result = evaluate(node, moment);
  if (typeof result === 'number') return result;
  throw new EvaluationFault('a number is needed here', node);
}

/** The same labels twice are an error in Prometheus too. */
function distinct(node: Node, result: Result): Result {
  if (typeof result === 'number' || result.length < 2) return result;
  if (new Set(result.map(s => s.labels)).size < result.length) {
    throw new EvaluationFault('two series of the result have the same labels', node);
  }
  return result;
}
