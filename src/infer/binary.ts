import { timesUnit, type Unit, unit } from '../core/units.js';
import type { ArithmeticOp, Binary, ComparisonOp, SetOp } from '../promql/ast.js';
import { isComparison, isSetOperator, mirror } from '../promql/precedence.js';
import { eitherOf, eitherUnit } from './either.js';
import { arithmetic, filtered } from './intervals.js';
import { canMatch, matchedLabels } from './matching.js';
import type { Inferred } from './model.js';

/** A binary expression: matching decides labels and emptiness, the operator unit and range. */
export function inferBinary(node: Binary, lhs: Inferred, rhs: Inferred): Inferred {
  if (isSetOperator(node.op)) return inferSet(node, node.op, lhs, rhs);
  const bothVectors = lhs.type === 'vector' && rhs.type === 'vector';
  const labels = bothVectors ? matchedLabels(node, lhs, rhs) : lhs.type === 'vector' ? lhs : rhs;
  const empty = lhs.empty || rhs.empty || (bothVectors && !canMatch(node, lhs, rhs));
  const type = lhs.type === 'vector' || rhs.type === 'vector' ? 'vector' : 'scalar';
  const base = { type, labels: labels.labels, others: labels.others, empty, series: joined(node, lhs, rhs) } as const;
  if (isComparison(node.op)) return { ...base, ...comparison(node, node.op, lhs, rhs, empty) };
  return {
    ...base,
    names: 0,
    motion: arithmeticMotion(lhs.motion, rhs.motion),
    unit: arithmeticUnit(node.op, lhs.unit, rhs.unit),
    range: arithmetic(node.op, lhs.range, rhs.range),
  };
}

/** Of two sides each series finds one partner at most; with group_left or group_right those of one side may share it. */
function joined({ matching }: Binary, lhs: Inferred, rhs: Inferred): number {
  if (lhs.type !== 'vector') return rhs.series;
  if (rhs.type !== 'vector') return lhs.series;
  return matching?.group ? (matching.group.side === 'left' ? lhs : rhs).series : Math.min(lhs.series, rhs.series);
}

/** A filter keeps the values of the vector side, narrowed; `bool` gives 0 and 1. */
function comparison(node: Binary, op: ComparisonOp, lhs: Inferred, rhs: Inferred, empty: boolean) {
  if (node.bool) return { motion: 'gauge', unit: unit('flag'), range: [0, 1], empty, names: 0 } as const;
  const [kept, other, kind] = lhs.type === 'vector' ? ([lhs, rhs, op] as const) : ([rhs, lhs, mirror(op)] as const);
  const range = filtered(kind, kept.range, other.range);
  return {
    motion: kept.motion,
    unit: kept.unit,
    ...(kept.observed && { observed: kept.observed }),
    range: range ?? kept.range,
    empty: empty || !range,
    names: lhs.names + rhs.names,
  };
}

function inferSet(node: Binary, op: SetOp, lhs: Inferred, rhs: Inferred): Inferred {
  if (op === 'or') {
    if (lhs.empty) return rhs;
    if (rhs.empty) return lhs;
    return eitherOf(lhs, rhs);
  }
  if (op === 'unless') return lhs;
  return { ...lhs, empty: lhs.empty || rhs.empty || !canMatch(node, lhs, rhs) };
}

type AnyUnit = Inferred['unit'];

/** Of two constants a constant; what is made of something unknown may still be buckets. */
function arithmeticMotion(a: Inferred['motion'], b: Inferred['motion']): Inferred['motion'] {
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  return a === 'constant' && b === 'constant' ? 'constant' : 'gauge';
}

function arithmeticUnit(op: ArithmeticOp, a: AnyUnit, b: AnyUnit): AnyUnit {
  switch (op) {
    case '+':
    case '-':
      return sumUnit(op, a, b);
    case '%':
      return eitherUnit(a, b);
    case '*':
    case '/':
      if (a === 'any' && b === 'any') return 'any';
      // A bare number may convert (`* 1000`), so it takes the unit away; a quantity says what it is.
      return typeof a === 'object' && typeof b === 'object' ? timesUnit(a, b, op === '*' ? 1 : -1) : 'unknown';
    case '^':
    case 'atan2':
      return a === 'any' && b === 'any' ? 'any' : 'unknown';
  }
}

/** Points in time differ by seconds; everything else adds to its like. */
function sumUnit(op: '+' | '-', a: AnyUnit, b: AnyUnit): AnyUnit {
  const both = eitherUnit(a, b);
  if (typeof both !== 'object' || typeof a !== 'object' || typeof b !== 'object') return both;
  const points = [a, b].filter(u => u.reading === 'timestamp').length;
  if (points === 2) return op === '-' ? unit('seconds') : 'unknown';
  if (points === 1) return unit('timestamp');
  return withoutReading(both);
}

const withoutReading = (u: Unit): Unit => (u.reading ? timesUnit(u, unit('ratio')) : u);
