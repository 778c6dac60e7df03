import type { Binary, BinaryOp, ComparisonOp, Matching } from '../../promql/ast.js';
import { isComparison } from '../../promql/precedence.js';
import { dropping, get, keeping, type Labels, setting, withoutName } from './labels.js';
import { EvaluationFault, type Result, type Sample } from './model.js';

const comparisons: Readonly<Record<ComparisonOp, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** Whether `a op b` holds. */
export const holds = (op: ComparisonOp, a: number, b: number): boolean => comparisons[op](a, b);

/** `a op b` of numbers; a comparison gives 0 or 1. */
export function arithmetic(op: BinaryOp, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '^':
      return a ** b;
    case 'atan2':
      return Math.atan2(a, b);
    case 'and':
    case 'or':
    case 'unless':
      return NaN;
    default:
      return holds(op, a, b) ? 1 : 0;
  }
}

/** A binary operation on what its two sides gave. */
export function operate(node: Binary, lhs: Result, rhs: Result): Result {
  const { op, bool } = node;
  if (typeof lhs === 'number') {
    if (typeof rhs === 'number') return arithmetic(op, lhs, rhs);
    return withScalar(rhs, node, value => [arithmetic(op, lhs, value), isComparison(op) && holds(op, lhs, value)]);
  }
  if (typeof rhs === 'number') {
    return withScalar(lhs, node, value => [arithmetic(op, value, rhs), isComparison(op) && holds(op, value, rhs)]);
  }
  const signature = signatureOf(node);
  switch (op) {
    case 'and':
    case 'unless': {
      const right = new Set(rhs.map(s => signature(s.labels)));
      return lhs.filter(s => right.has(signature(s.labels)) === (op === 'and'));
    }
    case 'or': {
      const left = new Set(lhs.map(s => signature(s.labels)));
      return [...lhs, ...rhs.filter(s => !left.has(signature(s.labels)))];
    }
    default:
      return join(node, lhs, rhs, signature, bool);
  }
}

function withScalar(samples: readonly Sample[], node: Binary, f: (v: number) => [number, boolean]): Sample[] {
  const filters = isComparison(node.op) && !node.bool;
  return samples.flatMap(sample => {
    const [result, kept] = f(sample.value);
    if (filters) return kept ? [sample] : [];
    return [{ labels: withoutName(sample.labels), value: result }];
  });
}

const signatures = new WeakMap<Binary, (labels: Labels) => Labels>();

function signatureOf(node: Binary): (labels: Labels) => Labels {
  const before = signatures.get(node);
  if (before) return before;
  const { by = 'ignoring', labels = [] } = node.matching ?? ({} as Partial<Matching>);
  const made = by === 'on' ? keeping(labels) : dropping(['__name__', ...labels]);
  signatures.set(node, made);
  return made;
}

function join(
  node: Binary,
  lhs: readonly Sample[],
  rhs: readonly Sample[],
  signature: (labels: Labels) => Labels,
  bool: boolean,
): Sample[] {
  const { op, matching } = node;
  const swapped = matching?.group?.side === 'right';
  const [many, one] = swapped ? [rhs, lhs] : [lhs, rhs];
  const ones = new Map<Labels, Sample>();
  for (const sample of one) {
    const key = signature(sample.labels);
    if (ones.has(key)) throw new EvaluationFault('several series on the "one" side match the same series', node);
    ones.set(key, sample);
  }
  const out: Sample[] = [];
  const seen = new Set<Labels>();
  for (const sample of many) {
    const match = ones.get(signature(sample.labels));
    if (!match) continue;
    const [a, b] = swapped ? [match.value, sample.value] : [sample.value, match.value];
    if (isComparison(op) && !bool && !holds(op, a, b)) continue;
    const labels = resultLabels(node, sample.labels, match.labels, bool);
    const key = matching?.group ? labels : signature(sample.labels);
    if (seen.has(key))
      throw new EvaluationFault('several series match the same one; group_left or group_right is missing', node);
    seen.add(key);
    out.push({ labels, value: isComparison(op) && !bool ? a : arithmetic(op, a, b) });
  }
  return out;
}

function resultLabels({ op, matching }: Binary, many: Labels, one: Labels, bool: boolean): Labels {
  const labels = isComparison(op) && !bool ? many : withoutName(many);
  if (!matching) return labels;
  if (matching.group) {
    const include = matching.group.include.map(name => [name, get(one, name)] as const);
    return include.length > 0 ? setting(labels, Object.fromEntries(include)) : labels;
  }
  const names = matching.labels;
  return matching.by === 'on' ? keeping(names)(labels) : dropping(names)(labels);
}
