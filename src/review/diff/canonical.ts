import { compare } from '../../core/findings.js';
import type { Binary, BinaryOp, Matcher, Node, VectorSelector } from '../../promql/ast.js';
import * as make from '../../promql/nodes.js';
import { isComparison, mirror } from '../../promql/precedence.js';
import { print } from '../../promql/print.js';
import { transform } from '../../promql/walk.js';

/**
 * An expression in the form that all of the same meaning have: labels sorted, operands in a fixed order where that makes
 * no difference, numbers worked out, matchers as plain as they can be. What it returns is the same for all data.
 */
export const canonical = (node: Node): Node => transform(node, simplify);

function simplify(node: Node): Node {
  switch (node.kind) {
    case 'number':
      return node.unit ? make.number(node.value) : node;
    case 'selector':
      return simpleSelector(node);
    case 'unary':
      return node.op === '+' ? node.expr : folded(node);
    case 'aggregation': {
      const { grouping } = node;
      if (!grouping) return node;
      if (grouping.by && grouping.labels.length === 0) {
        const { grouping: _, ...rest } = node;
        return make.aggregation(rest);
      }
      return make.aggregation({ ...node, grouping: { ...grouping, labels: sorted(grouping.labels) } });
    }
    case 'binary':
      return folded(ordered(plainMatching(node)));
    default:
      return node;
  }
}

const sorted = (labels: readonly string[]): string[] => [...new Set(labels)].sort(compare);

/** Alternatives without any other sign of a regular expression. */
const literals = /^[\w\- /@%&,;:=!<>"'~#]+(?:\|[\w\- /@%&,;:=!<>"'~#]+)*$/;

function simpleSelector(node: VectorSelector): VectorSelector {
  const matchers = node.matchers.map(simpleMatcher);
  const name = node.name === undefined ? matchers.find(m => m.label === '__name__' && m.op === '=') : undefined;
  return make.selector({
    ...node,
    ...(name && { name: name.value }),
    matchers: matchers.filter(m => m !== name),
  });
}

/** A matcher as plain as it can be: alternatives in order, and no regular expression where it is none. */
export function simpleMatcher(matcher: Matcher): Matcher {
  const { op, value } = matcher;
  if ((op !== '=~' && op !== '!~') || !literals.test(value)) return matcher;
  const values = sorted(value.split('|'));
  if (values.length === 1) return { ...matcher, op: op === '=~' ? '=' : '!=', value: values[0] as string };
  return { ...matcher, value: values.join('|') };
}

function plainMatching(node: Binary): Binary {
  const { matching } = node;
  if (!matching) return node;
  const { by, labels, group } = matching;
  if (by === 'ignoring' && labels.length === 0 && !group) {
    const { matching: _, ...rest } = node;
    return make.binary(rest);
  }
  return make.binary({
    ...node,
    matching: {
      by,
      labels: sorted(labels),
      ...(group && { group: { side: group.side, include: sorted(group.include) } }),
    },
  });
}

/** Operands in a fixed order: numbers to the right, else by text, with numbers last so that a changed one moves nothing. */
function ordered(node: Binary): Binary {
  const { op, lhs, rhs } = node;
  if (op === 'and' || op === 'unless') return orderedFilters(node);
  if (isComparison(op) && isConstant(lhs) && !isConstant(rhs))
    return make.binary({ ...node, op: mirror(op), lhs: rhs, rhs: lhs });
  if (!commutes(node) || isConstant(rhs)) return node;
  if (!isConstant(lhs) && compareNodes(lhs, rhs) <= 0) return node;
  const { matching } = node;
  const group =
    matching?.group && ({ ...matching.group, side: matching.group.side === 'left' ? 'right' : 'left' } as const);
  return make.binary({
    ...node,
    lhs: rhs,
    rhs: lhs,
    ...(matching && { matching: { by: matching.by, labels: matching.labels, ...(group && { group }) } }),
  });
}

/** `==` without `bool` keeps the left side's name, unless only the labels of `on` are kept. */
function commutes({ op, bool, matching }: Binary): boolean {
  if (op === '+' || op === '*') return true;
  if (op === '==') return bool || (matching?.by === 'on' && !matching.group && !matching.labels.includes('__name__'));
  return op === '!=' && bool;
}

/** `a and b unless c`: each of b and c looks at every series of a by itself, so their order makes no difference. */
function orderedFilters(node: Binary): Binary {
  const { base, filters } = chain(node);
  const inOrder = [...filters].sort(
    (a, b) => compareNodes(a.rhs, b.rhs) || compare(a.op, b.op) || compare(matchingKey(a), matchingKey(b)),
  );
  return inOrder.reduce<Node>((lhs, filter) => make.binary({ ...filter, lhs }), base) as Binary;
}

/** On which labels two operands meet, as text. */
export const matchingKey = ({ matching }: Binary): string => JSON.stringify(matching ?? null);

/** The series that a chain of `and` and `unless` begins with, and what narrows them down. */
export function chain(node: Node): { readonly base: Node; readonly filters: readonly Binary[] } {
  const filters: Binary[] = [];
  let base = node;
  while (base.kind === 'binary' && (base.op === 'and' || base.op === 'unless')) {
    filters.unshift(base);
    base = base.lhs;
  }
  return { base, filters };
}

function compareNodes(a: Node, b: Node): number {
  return compare(print(withoutNumbers(a)), print(withoutNumbers(b))) || compare(print(a), print(b));
}

const zero = make.number(0);
const withoutNumbers = (node: Node): Node => transform(node, n => (n.kind === 'number' ? zero : n));

/** A number, or arithmetic of numbers. */
const isConstant = (node: Node): boolean => literalOf(node) !== undefined;

/** The value of a literal, sign included. */
export function literalOf(node: Node): number | undefined {
  if (node.kind === 'number') return node.value;
  if (node.kind !== 'unary') return undefined;
  const value = literalOf(node.expr);
  return value === undefined ? undefined : node.op === '-' ? -value : value;
}

const arithmetic: Partial<Record<BinaryOp, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

/** Arithmetic of numbers, worked out as Prometheus would. */
function folded(node: Node): Node {
  if (node.kind === 'unary') {
    const value = literalOf(node);
    return value === undefined ? node : make.number(value);
  }
  if (node.kind !== 'binary') return node;
  const work = arithmetic[node.op];
  const [a, b] = [literalOf(node.lhs), literalOf(node.rhs)];
  return work && a !== undefined && b !== undefined ? make.number(work(a, b)) : node;
}
