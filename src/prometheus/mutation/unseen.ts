import type { Node } from '../../promql/ast.js';
import { isComparison } from '../../promql/precedence.js';
import type { AlertingRule, Rule } from '../model.js';
import type { Place } from './places.js';

/**
 * Why nobody sees the values that a place has: what stands around it asks only which series there are. Undefined
 * where values may matter.
 */
export function unseenValues(place: Place, rule: Rule): string | undefined {
  for (let { parent, index } = place; ; { parent, index } = parent) {
    if (!parent) return rule.kind === 'alert' && !showsValue(rule) ? 'the alert does not show its value' : undefined;
    const { node } = parent;
    if (ignoresValues(node, index)) return `${textOf(node)} asks only which series there are`;
    if (!passesOn(node, index)) return undefined;
  }
}

/** Whether a node looks at the labels of a child only. */
function ignoresValues(node: Node, index: number): boolean {
  switch (node.kind) {
    case 'binary':
      return (node.op === 'and' || node.op === 'unless') && index === 1;
    case 'aggregation':
      return (node.op === 'group' || node.op === 'count') && index === (node.param ? 1 : 0);
    case 'call':
      return ['absent', 'absent_over_time', 'present_over_time', 'count_over_time', 'timestamp'].includes(node.func);
    default:
      return false;
  }
}

/** Whether a node has the same series whatever the values of a child are. */
function passesOn(node: Node, index: number): boolean {
  switch (node.kind) {
    case 'binary':
      return !isComparison(node.op) || node.bool;
    case 'aggregation':
      return (
        !['topk', 'bottomk', 'quantile', 'count_values'].includes(node.op) || (node.op === 'quantile' && index === 1)
      );
    case 'call':
      return node.func !== 'scalar';
    case 'unary':
    case 'matrix':
    case 'subquery':
      return true;
    default:
      return false;
  }
}

const textOf = (node: Node) => (node.kind === 'call' ? `${node.func}()` : 'op' in node ? node.op : node.kind);

/** Whether a template of the alert looks at the value, or may: `.` and `$` hold it too. */
function showsValue({ labels, summary, description }: AlertingRule): boolean {
  return [...Object.values(labels), summary, description].some(text => /\$value|\.Value|[\s{(][$.][\s})]/.test(text));
}
