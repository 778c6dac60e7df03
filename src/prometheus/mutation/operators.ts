import type { World } from '../../catalog/world.js';
import { infer } from '../../infer/infer.js';
import type { ArithmeticOp, Binary, BinaryOp, ComparisonOp, Matching } from '../../promql/ast.js';
import { binary } from '../../promql/nodes.js';
import { isComparison, isSetOperator } from '../../promql/precedence.js';
import { arrow, type Change, type Mutator } from './change.js';

const otherComparisons: Readonly<Record<ComparisonOp, readonly ComparisonOp[]>> = {
  '>': ['>=', '<'],
  '<': ['<=', '>'],
  '>=': ['>', '<'],
  '<=': ['<', '>'],
  '==': ['!='],
  '!=': ['=='],
};

const otherArithmetic: Readonly<Record<ArithmeticOp, ArithmeticOp>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '^': '*',
  atan2: '-',
};

/** Another operator in place of this one. */
export const binaryOperators: Mutator = function* ({ node }, world) {
  if (node.kind === 'unary' && node.op === '-') {
    if (node.expr.kind === 'number') return;
    yield { kind: 'arithmetic', change: arrow('-', 'none'), node: node.expr };
  }
  if (node.kind !== 'binary') return;
  const { op } = node;
  if (isComparison(op)) {
    for (const other of otherComparisons[op]) {
      yield {
        kind: 'comparison',
        change: arrow(op, other),
        node: binary({ ...node, op: other }),
        equivalent: edgeOnly(op, other) && neverEqual(node, world) ? 'the two sides are never equal' : undefined,
      };
    }
  } else if (isSetOperator(op)) {
    if (op !== 'or') yield withOp(node, op === 'and' ? 'unless' : 'and', 'join');
  } else {
    yield { ...withOp(node, otherArithmetic[op], 'arithmetic'), values: true };
  }
};

const withOp = (node: Binary, op: BinaryOp, kind: Change['kind']): Change => ({
  kind,
  change: arrow(node.op, op),
  node: binary({ ...node, op }),
});

/** Whether two comparisons differ on equal sides only. */
const edgeOnly = (a: ComparisonOp, b: ComparisonOp) => a[0] === b[0] && a !== b;

function neverEqual({ lhs, rhs }: Binary, world: World): boolean {
  const [a, b] = [infer(lhs, world).range, infer(rhs, world).range];
  return a[1] < b[0] || b[1] < a[0];
}

/** One side of a set operator alone: the guard of `and` and `unless` left out, each branch of `or`. */
export const branches: Mutator = function* ({ node }) {
  if (node.kind !== 'binary' || !isSetOperator(node.op)) return;
  yield { kind: 'branch', change: arrow(node.op, 'left side'), node: node.lhs };
  if (node.op === 'or') yield { kind: 'branch', change: arrow(node.op, 'right side'), node: node.rhs };
};

const ordered: ReadonlySet<BinaryOp> = new Set(['-', '/', '%', '^', 'atan2', 'and', 'or', 'unless']);

/** The two sides exchanged, where the operator minds. */
export const operands: Mutator = function* ({ node }) {
  if (node.kind !== 'binary' || !ordered.has(node.op)) return;
  const { op, lhs, rhs, matching } = node;
  const group = matching?.group;
  const side = group?.side === 'left' ? ('right' as const) : ('left' as const);
  yield {
    kind: 'operands',
    change: `sides of ${op} exchanged`,
    node: binary({
      ...node,
      lhs: rhs,
      rhs: lhs,
      ...(matching && group && { matching: { ...matching, group: { ...group, side } } }),
    }),
    values: !isSetOperator(op),
  };
};

/** Each label of on() and ignoring() left out, and each other one that both sides have added. */
export const joins: Mutator = function* ({ node }, world) {
  if (node.kind !== 'binary') return;
  const [left, right] = [infer(node.lhs, world), infer(node.rhs, world)];
  if (left.type !== 'vector' || right.type !== 'vector') return;
  const { matching = { by: 'ignoring', labels: [] } as Matching } = node;
  const { by, labels } = matching;
  const text = (names: readonly string[]) =>
    by === 'ignoring' && names.length === 0 ? 'none' : `${by} (${names.join(', ')})`;
  const matched = (names: readonly string[]): Change => ({
    kind: 'join',
    change: arrow(text(labels), text(names)),
    node: binary({ ...node, matching: { ...matching, labels: names } }),
  });
  for (const label of labels) yield matched(labels.filter(l => l !== label));
  const candidates = [...left.labels.keys()].filter(l => right.labels.has(l) && !labels.includes(l));
  for (const label of candidates) {
    const facts = [left.labels.get(label), right.labels.get(label)];
    const same = facts.every(f => f?.sure && f.values?.length === 1) && facts[0]?.values?.[0] === facts[1]?.values?.[0];
    yield {
      ...matched([...labels, label]),
      equivalent: same && isSetOperator(node.op) ? `${label} is the same on both sides` : undefined,
    };
  }
};
