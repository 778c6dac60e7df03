import type { Aggregation, Binary, Call, Node, ValueType, VectorSelector } from './ast.js';
import { tooNewFor } from './callable.js';
import { maxDepth } from './fault.js';
import { aggregations, arity, functions } from './functions.js';
import { isComparison, isSetOperator } from './precedence.js';
import { checkRegex, matchesEmpty } from './regex.js';
import { isAtLeast, oldest, type Version } from './versions.js';
import { children } from './walk.js';

/** What is wrong with a tree, and at which node of it. */
export interface TypeFault {
  readonly message: string;
  readonly node: Node;
}

/** What an expression evaluates to; for a tree that `check` accepts. */
export function valueType(node: Node): ValueType {
  const stack = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    switch (next.kind) {
      case 'number':
        break;
      case 'string':
        return 'string';
      case 'selector':
      case 'aggregation':
        return 'vector';
      case 'matrix':
      case 'subquery':
        return 'matrix';
      case 'unary':
        stack.push(next.expr);
        break;
      case 'binary':
        stack.push(next.rhs, next.lhs);
        break;
      case 'call': {
        const returns = functions.get(next.func)?.returns;
        if (returns !== 'scalar') return returns ?? 'vector';
        break;
      }
      default:
        next satisfies never;
    }
  }
  return 'scalar';
}

/**
 * The first thing that Prometheus would not accept about a tree, children before parents; undefined when it is
 * well-formed. Trees that nest over 500 deep are refused.
 */
export function check(node: Node, version: Version = oldest): TypeFault | undefined {
  const path: { readonly node: Node; readonly below: readonly Node[]; next: number }[] = [];
  const enter = (child: Node) => path.push({ node: child, below: children(child), next: 0 });
  enter(node);
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const child = top.below[top.next++];
    if (child) {
      enter(child);
      if (path.length > maxDepth) return { message: `the expression nests more than ${maxDepth} deep`, node };
      continue;
    }
    const message = checkNode(top.node, version);
    if (message !== undefined) return typeof message === 'string' ? { message, node: top.node } : message;
    path.pop();
  }
  return undefined;
}

function checkNode(node: Node, version: Version): string | TypeFault | undefined {
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'matrix':
      return undefined;
    case 'selector':
      return checkSelector(node);
    case 'subquery': {
      const type = valueType(node.expr);
      return type === 'vector' ? undefined : `a subquery needs an instant vector, not ${describe(type)}`;
    }
    case 'unary': {
      const type = valueType(node.expr);
      return type === 'scalar' || type === 'vector' ? undefined : `${describe(type)} has no sign`;
    }
    case 'binary':
      return checkBinary(node);
    case 'call':
      return checkCall(node, version);
    case 'aggregation':
      return checkAggregation(node, version);
    default:
      return node satisfies never;
  }
}

function checkSelector({ name, matchers }: VectorSelector): string | undefined {
  for (const { label, op, value } of matchers) {
    if (label === '__name__' && name !== undefined) {
      return `the metric name is given twice, as "${name}" and as "${value}"`;
    }
    const fault = (op === '=~' || op === '!~') && checkRegex(value);
    if (fault) return `the regular expression of ${label} does not compile: ${fault}`;
  }
  if (name !== undefined || matchers.some(m => !acceptsEmpty(m.op, m.value))) return undefined;
  return 'the selector would select every series; give a metric name or a matcher that does not match an empty value';
}

function acceptsEmpty(op: string, value: string): boolean {
  switch (op) {
    case '=':
      return value === '';
    case '!=':
      return value !== '';
    case '=~':
      return matchesEmpty(value);
    default:
      return !matchesEmpty(value);
  }
}

function checkBinary(node: Binary): string | TypeFault | undefined {
  const { op, lhs, rhs, bool, matching } = node;
  const left = valueType(lhs);
  const right = valueType(rhs);
  for (const [operand, type] of [
    [lhs, left],
    [rhs, right],
  ] as const) {
    if (type === 'scalar' || type === 'vector') continue;
    return { message: `"${op}" works on scalars and instant vectors, not on ${describe(type)}`, node: operand };
  }
  const scalars = left === 'scalar' && right === 'scalar';
  if (bool && !isComparison(op)) return `"bool" goes with comparisons only, not with "${op}"`;
  if (isComparison(op) && !bool && scalars) return `two scalars are compared with "${op} bool"`;
  if (isSetOperator(op) && (left === 'scalar' || right === 'scalar')) {
    return `"${op}" joins instant vectors only; wrap the scalar in vector()`;
  }
  if (!matching) return undefined;
  if (left !== 'vector' || right !== 'vector') {
    return `"${matching.by}" matches two instant vectors; one side here is ${describe(left === 'vector' ? right : left)}`;
  }
  const { group, by, labels } = matching;
  if (!group) return undefined;
  if (isSetOperator(op)) return `"${op}" takes no group_${group.side}: it matches many with many anyway`;
  const both = by === 'on' ? labels.find(label => group.include.includes(label)) : undefined;
  return both === undefined
    ? undefined
    : `the label "${both}" stands in on and in group_${group.side}; leave it out of the latter`;
}

function checkCall({ func, args }: Call, version: Version): string | TypeFault | undefined {
  const spec = functions.get(func);
  if (!spec) return `unknown function "${func}"`;
  if (spec.since !== undefined && !isAtLeast(version, spec.since))
    return tooNewFor(`the function "${func}"`, spec.since, version);
  const { min, max } = arity(spec);
  if (args.length < min || args.length > max) {
    const wanted = min === max ? `${min}` : max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
    return `${func} takes ${wanted} argument${wanted === '1' ? '' : 's'}, not ${args.length}`;
  }
  for (const [i, node] of args.entries()) {
    const wanted = spec.args[Math.min(i, spec.args.length - 1)] as ValueType;
    const type = valueType(node);
    if (type !== wanted) {
      return { message: `${func} wants ${describe(wanted)} here, not ${describe(type)}${hint(wanted, type)}`, node };
    }
  }
  return undefined;
}

function checkAggregation({ op, param, expr }: Aggregation, version: Version): string | TypeFault | undefined {
  const { param: wanted, since } = aggregations.get(op) ?? {};
  if (since !== undefined && !isAtLeast(version, since)) return tooNewFor(`the aggregation "${op}"`, since, version);
  if (wanted && !param) return `${op} takes ${describe(wanted)} and an instant vector`;
  if (param && !wanted) return `${op} takes one argument, an instant vector`;
  if (param && wanted && valueType(param) !== wanted) {
    return { message: `${op} wants ${describe(wanted)} first, not ${describe(valueType(param))}`, node: param };
  }
  const type = valueType(expr);
  if (type === 'vector') return undefined;
  return { message: `${op} aggregates an instant vector, not ${describe(type)}${hint('vector', type)}`, node: expr };
}

function hint(wanted: ValueType, got: ValueType): string {
  if (wanted === 'matrix' && got === 'vector') return '; add a range such as [5m]';
  if (wanted === 'vector' && got === 'matrix') return '; a range goes into a function such as rate()';
  if (wanted === 'vector' && got === 'scalar') return '; wrap it in vector()';
  if (wanted === 'scalar' && got === 'vector') return '; wrap it in scalar()';
  return '';
}

function describe(type: ValueType): string {
  switch (type) {
    case 'scalar':
      return 'a scalar';
    case 'vector':
      return 'an instant vector';
    case 'matrix':
      return 'a range vector';
    case 'string':
      return 'a string';
    default:
      return type satisfies never;
  }
}
