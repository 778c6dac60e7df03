import type { Finding } from '../core/findings.js';
import type { Node, VectorSelector, Window } from '../promql/ast.js';
import { printWithSpans } from '../promql/print.js';
import { children } from '../promql/walk.js';
import type { CheckedRule } from './model.js';

/** What an expression reads of one series by name, and when. */
export interface Read {
  readonly name: string;
  readonly selector: VectorSelector;
  /** The samples of a range, right now or further back; else the newest. */
  readonly range?: Window;
  /** Not what is written now: with an offset, or inside of a subquery. */
  readonly past: boolean;
  /** Only whether there is anything. */
  readonly absent: boolean;
}

/** Everything that an expression reads by name, in the order of the text. */
export function readsOf(expr: Node): Read[] {
  const found: Read[] = [];
  collect(expr, undefined, false, false, found);
  return found;
}

function collect(node: Node, range: Window | undefined, past: boolean, absent: boolean, into: Read[]): void {
  if (node.kind === 'selector') {
    const { name } = node;
    if (name === undefined) return;
    const then = past || node.offset !== undefined || node.at !== undefined;
    into.push({ name, selector: node, ...(range && { range }), past: then, absent });
    return;
  }
  const within = node.kind === 'matrix' ? node.range : undefined;
  const before = past || node.kind === 'subquery';
  const whether = absent || (node.kind === 'call' && node.func.startsWith('absent'));
  for (const child of children(node)) collect(child, within, before, whether, into);
}

const indices = new WeakMap<readonly CheckedRule[], ReadonlyMap<string, readonly CheckedRule[]>>();

/** The rules that record each series, by its name. */
export function recordersOf(rules: readonly CheckedRule[]): ReadonlyMap<string, readonly CheckedRule[]> {
  const before = indices.get(rules);
  if (before) return before;
  const found = new Map<string, CheckedRule[]>();
  for (const rule of rules) {
    if (rule.kind !== 'record') continue;
    const of = found.get(rule.name);
    if (of) of.push(rule);
    else found.set(rule.name, [rule]);
  }
  indices.set(rules, found);
  return found;
}

/** A finding's place, text and caret for a part of a rule's expression. */
export function pointAt(rule: CheckedRule, at: Node): Pick<Finding, 'place' | 'source' | 'span'> {
  const { text, spans } = rule.written ?? printWithSpans(rule.expr);
  const span = spans.get(at);
  const place = (span && rule.written?.placeAt(span.from)) ?? rule.place;
  return { place, source: text, ...(span && { span }) };
}
