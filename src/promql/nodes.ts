import { compare } from '../core/findings.js';
import type { Unit } from '../core/units.js';
import type {
  Aggregation,
  Binary,
  Call,
  DurationMacro,
  Matcher,
  MatrixSelector,
  NumberLiteral,
  StringLiteral,
  Subquery,
  Unary,
  VectorSelector,
} from './ast.js';

/** The only makers of AST nodes. Each freezes what it makes and drops what is absent, so that equal trees are deep-equal. */

const rank = { '=': 0, '!=': 1, '=~': 2, '!~': 3 } as const;

const none: readonly Matcher[] = Object.freeze([]);

/** Matchers in canonical order: by label, then operator, then value; exact duplicates once. */
export function canonicalMatchers(matchers: readonly Matcher[]): readonly Matcher[] {
  if (matchers.length === 0) return none;
  const sorted = [...matchers].sort(
    (a, b) => compare(a.label, b.label) || rank[a.op] - rank[b.op] || compare(a.value, b.value),
  );
  const unique = sorted.filter((m, i) => {
    const before = sorted[i - 1];
    return !(before && before.label === m.label && before.op === m.op && before.value === m.value);
  });
  return Object.freeze(unique.map(m => Object.freeze({ label: m.label, op: m.op, value: m.value })));
}

/** A number; a negative one (and -0) is a sign around a literal, as the parser reads it. */
export function number(value: number, unit?: Unit): NumberLiteral | Unary {
  if (value < 0 || Object.is(value, -0)) return unary('-', number(-value, unit));
  if (!unit) return Object.freeze({ kind: 'number', value });
  return Object.freeze({ kind: 'number', value, unit });
}

export const string = (value: string): StringLiteral => Object.freeze({ kind: 'string', value });

export function selector(parts: Omit<VectorSelector, 'kind'>): VectorSelector {
  const { name, matchers, offset, at } = parts;
  if (name !== undefined && offset === undefined && at === undefined) {
    return Object.freeze({ kind: 'selector', name, matchers: canonicalMatchers(matchers) });
  }
  return Object.freeze({
    kind: 'selector',
    ...(name !== undefined && { name }),
    matchers: canonicalMatchers(matchers),
    ...modifiers(parts),
  });
}

export const matrix = (of: VectorSelector, range: MatrixSelector['range']): MatrixSelector =>
  Object.freeze({ kind: 'matrix', selector: of, range });

export function subquery(parts: Omit<Subquery, 'kind'>): Subquery {
  return Object.freeze({
    kind: 'subquery',
    expr: parts.expr,
    range: parts.range,
    ...(parts.step && { step: parts.step }),
    ...modifiers(parts),
  });
}

export const unary = (op: Unary['op'], expr: Unary['expr']): Unary => Object.freeze({ kind: 'unary', op, expr });

export function binary(parts: Omit<Binary, 'kind' | 'bool'> & { bool?: boolean }): Binary {
  const { op, lhs, rhs, bool = false, matching } = parts;
  if (!matching) return Object.freeze({ kind: 'binary', op, lhs, rhs, bool });
  return Object.freeze({ kind: 'binary', op, lhs, rhs, bool, matching: freezeMatching(matching) });
}

export const call = (func: string, args: Call['args']): Call =>
  Object.freeze({ kind: 'call', func, args: Object.freeze([...args]) });

export function aggregation(parts: Omit<Aggregation, 'kind'>): Aggregation {
  const { op, grouping, param, expr } = parts;
  return Object.freeze({
    kind: 'aggregation',
    op,
    ...(grouping && { grouping: Object.freeze({ by: grouping.by, labels: Object.freeze([...grouping.labels]) }) }),
    ...(param && { param }),
    expr,
  });
}

export const macro = (text: string): DurationMacro => Object.freeze({ kind: 'macro', text });

function modifiers(parts: Pick<VectorSelector, 'offset' | 'at'>) {
  const zero = parts.offset?.kind === 'duration' && parts.offset.ms === 0;
  return { ...(parts.offset && !zero && { offset: parts.offset }), ...(parts.at !== undefined && { at: parts.at }) };
}

function freezeMatching(matching: NonNullable<Binary['matching']>): NonNullable<Binary['matching']> {
  const { by, labels, group } = matching;
  return Object.freeze({
    by,
    labels: Object.freeze([...labels]),
    ...(group && { group: Object.freeze({ side: group.side, include: Object.freeze([...group.include]) }) }),
  });
}
