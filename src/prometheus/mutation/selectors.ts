import type { World } from '../../catalog/world.js';
import { formatDuration, milliseconds } from '../../core/durations.js';
import { infer } from '../../infer/infer.js';
import { passes } from '../../infer/labels.js';
import type { Matcher, MatchOp, Node, VectorSelector, Window } from '../../promql/ast.js';
import { matrix, selector, subquery } from '../../promql/nodes.js';
import { quote } from '../../promql/strings.js';
import { arrow, type Change, type Mutator } from './change.js';
import { sameByMatching } from './same.js';

const opposite: Readonly<Record<MatchOp, MatchOp>> = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' };

const text = ({ label, op, value }: Matcher) => `${label}${op}${quote(value)}`;

/** Each matcher left out, and turned around. */
export const matchers: Mutator = function* (place, world) {
  const { node } = place;
  if (node.kind !== 'selector') return;
  for (const matcher of node.matchers) {
    const others = node.matchers.filter(m => m !== matcher);
    yield {
      kind: 'matcher',
      change: arrow(text(matcher), 'none'),
      node: selector({ ...node, matchers: others }),
      equivalent: passesAlways(node, others, matcher, world) ?? sameByMatching(place, matcher, world),
    };
    const turned = { ...matcher, op: opposite[matcher.op] };
    yield {
      kind: 'matcher',
      change: arrow(text(matcher), text(turned)),
      node: selector({ ...node, matchers: [...others, turned] }),
    };
  }
};

/** A matcher that every series passes which passes the others. */
function passesAlways(
  node: VectorSelector,
  others: readonly Matcher[],
  matcher: Matcher,
  world: World,
): string | undefined {
  const without = infer(selector({ ...node, matchers: others }), world);
  const fact = without.labels.get(matcher.label);
  const all = fact?.sure && fact.values?.every(value => passes(matcher, value) === true);
  return all ? `every value of ${matcher.label} passes` : undefined;
}

/** Each window halved and doubled. */
export const windows: Mutator = function* ({ node }) {
  if (node.kind !== 'matrix' && node.kind !== 'subquery') return;
  for (const range of resized(node.range)) {
    yield {
      kind: 'window',
      change: arrow(`[${windowText(node.range)}]`, `[${windowText(range)}]`),
      node: node.kind === 'matrix' ? matrix(node.selector, range) : subquery({ ...node, range }),
    };
  }
};

/** Each offset left out, halved and doubled. */
export const offsets: Mutator = function* ({ node }) {
  if ((node.kind !== 'selector' && node.kind !== 'subquery') || !node.offset) return;
  const { offset, ...rest } = node;
  yield change(offset, undefined, rest as typeof node);
  for (const other of resized(offset)) yield change(offset, other, rest as typeof node);
};

function change(from: Window, to: Window | undefined, rest: Node & { kind: 'selector' | 'subquery' }): Change {
  const parts = { ...rest, ...(to && { offset: to }) };
  return {
    kind: 'offset',
    change: arrow(`offset ${windowText(from)}`, to ? `offset ${windowText(to)}` : 'none'),
    node: parts.kind === 'selector' ? selector(parts) : subquery(parts),
  };
}

function resized(window: Window): Window[] {
  if (window.kind !== 'duration') return [];
  return [milliseconds(Math.round(window.ms / 2)), milliseconds(window.ms * 2)];
}

const windowText = (window: Window) => (window.kind === 'duration' ? formatDuration(window) : window.text);
