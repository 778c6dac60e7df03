import { formatDuration } from '../core/durations.js';
import { compare } from '../core/findings.js';
import type { Node } from '../promql/ast.js';
import { isComparison, mirror } from '../promql/precedence.js';
import { print } from '../promql/print.js';
import type { CheckedRule, RuleCheck } from './model.js';

/**
 * Two alerts of which one never fires without the other, with the same labels: the same thing is told twice. Rungs of a
 * ladder differ in their severity.
 */
export const alertOverlap: RuleCheck = {
  id: 'alert/overlap',
  severity: 'warning',
  *find(rules) {
    const told = new Set<CheckedRule>();
    for (const claims of alike(rules)) {
      // From the widest to the narrowest, and the one that holds out for least long so far.
      let widest: Claim | undefined;
      for (const claim of claims.sort(wider)) {
        const { rule, narrowed } = claim;
        if (widest && implies(claim, widest) && !told.has(rule)) {
          told.add(rule);
          yield {
            place: rule.place,
            message: `whenever this fires, ${widest.rule.name} fires too, with the same labels${since(widest.rule, rule)}`,
            fix: 'delete one of them, or give them different severities',
          };
        }
        if (narrowed || (widest && widest.rule.for.ms <= rule.for.ms)) continue;
        widest = claim;
      }
    }
  },
};

/** That a rule's series are among those of which `of` is beyond the limit. */
interface Claim {
  readonly rule: CheckedRule;
  readonly of: Node;
  /** The limit, turned so that a lower one lets more through; undefined when the expression is no comparison. */
  readonly limit: number | undefined;
  /** Whether a value that equals the limit is not let through. */
  readonly strict: boolean;
  readonly direction: 'above' | 'below' | undefined;
  /** It lets through only some of them. */
  readonly narrowed: boolean;
}

const wider = (a: Claim, b: Claim): number =>
  (a.limit ?? 0) - (b.limit ?? 0) ||
  Number(a.strict) - Number(b.strict) ||
  a.rule.for.ms - b.rule.for.ms ||
  Number(a.narrowed) - Number(b.narrowed);

/** What is there twice is told by `rule/duplicate`. */
function implies(claim: Claim, by: Claim): boolean {
  const twice =
    claim.rule.name === by.rule.name && !claim.narrowed && claim.limit === by.limit && claim.strict === by.strict;
  return claim.rule !== by.rule && by.rule.for.ms <= claim.rule.for.ms && !twice;
}

const since = (one: CheckedRule, other: CheckedRule): string =>
  one.for.ms === other.for.ms ? '' : `, after ${formatDuration(one.for)} already`;

/** Claims about the same value, of rules that set the same labels. Only what looks alike is printed. */
function* alike(rules: readonly CheckedRule[]): Generator<Claim[]> {
  const groups = grouped(rules.filter(rule => rule.kind === 'alert').flatMap(claimsOf), claim => outline(claim.of));
  for (const group of groups) {
    if (new Set(group.map(claim => claim.rule)).size < 2) continue;
    yield* grouped(group, ({ of, rule, direction }) => `${direction} ${labelsOf(rule)} ${print(of)}`);
  }
}

function grouped(claims: readonly Claim[], key: (claim: Claim) => string): Claim[][] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const k = key(claim);
    const group = groups.get(k);
    if (group) group.push(claim);
    else groups.set(k, [claim]);
  }
  return [...groups.values()].filter(group => group.length > 1);
}

const labelsOf = ({ labels }: CheckedRule): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => compare(a, b)));

/** What an alert claims: `a > 5 and b` only lets through what `a > 5` lets through. */
function claimsOf(rule: CheckedRule): Claim[] {
  const claims = [claimOf(rule, rule.expr, false)];
  let expr = rule.expr;
  while (expr.kind === 'binary' && (expr.op === 'and' || expr.op === 'unless')) {
    expr = expr.lhs;
    claims.push(claimOf(rule, expr, true));
  }
  return claims;
}

function claimOf(rule: CheckedRule, expr: Node, narrowed: boolean): Claim {
  if (expr.kind === 'binary' && isComparison(expr.op) && !expr.bool) {
    const [of, bound, op] =
      expr.rhs.kind === 'number' ? [expr.lhs, expr.rhs, expr.op] : [expr.rhs, expr.lhs, mirror(expr.op)];
    if (bound.kind === 'number' && op !== '==' && op !== '!=') {
      const direction = op === '>' || op === '>=' ? 'above' : 'below';
      const limit = direction === 'above' ? bound.value : -bound.value;
      return { rule, of, limit, strict: op === '>' || op === '<', direction, narrowed };
    }
  }
  return { rule, of: expr, limit: undefined, strict: false, direction: undefined, narrowed };
}

/** What two expressions have in common that are the same, and cheaper to tell than their text. */
function outline(node: Node): string {
  switch (node.kind) {
    case 'selector':
      return node.matchers.reduce((text, { label, value }) => `${text} ${label} ${value}`, `${node.name}`);
    case 'binary':
      return `${node.op} ${outline(node.lhs)}`;
    case 'call':
      return `${node.func} ${node.args.map(outline).join()}`;
    case 'aggregation':
      return `${node.op} ${outline(node.expr)}`;
    case 'matrix':
      return outline(node.selector);
    case 'subquery':
    case 'unary':
      return outline(node.expr);
    default:
      return node.kind;
  }
}
