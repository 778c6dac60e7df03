import type { Node } from '../../promql/ast.js';
import type { AlertingRule, RecordingRule } from '../model.js';

/** The rules that can return something at all when only these names have samples, and what other rules write. */
export function liveRules<R extends AlertingRule | RecordingRule>(
  rules: readonly R[],
  given: ReadonlySet<string>,
): R[] {
  const names = new Set(given);
  const live = new Set<R>();
  // What a rule writes can bring others to life, also earlier ones: they read it at the next evaluation.
  for (let before = -1; before < live.size; ) {
    before = live.size;
    for (const rule of rules) {
      if (live.has(rule) || isEmpty(rule.expr, names)) continue;
      live.add(rule);
      if (rule.kind === 'record') names.add(rule.series.name);
    }
  }
  return rules.filter(rule => live.has(rule));
}

/** Whether an expression certainly returns nothing when only these names have samples. */
function isEmpty(node: Node, names: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case 'selector':
      return node.name !== undefined && !names.has(node.name);
    case 'matrix':
      return isEmpty(node.selector, names);
    case 'subquery':
    case 'unary':
    case 'aggregation':
      return isEmpty(node.expr, names);
    case 'binary': {
      const [left, right] = [isEmpty(node.lhs, names), isEmpty(node.rhs, names)];
      if (node.op === 'or') return left && right;
      return node.op === 'unless' ? left : left || right;
    }
    case 'call':
      if (['absent', 'absent_over_time', 'scalar', 'vector'].includes(node.func)) return false;
      return node.args.some(arg => isEmpty(arg, names));
    case 'number':
    case 'string':
      return false;
    default:
      return node satisfies never;
  }
}
