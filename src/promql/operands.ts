import type { Span } from '../core/findings.js';
import type { AtModifier, Binary, Node, Unary, Window } from './ast.js';
import { SyntaxFault } from './fault.js';
import * as make from './nodes.js';
import { precedence, unaryPrecedence } from './precedence.js';
import type { Spans } from './print.js';
import { valueType } from './types.js';

interface Operand {
  readonly node: Node;
  readonly from: number;
  readonly to: number;
  /** In parentheses: then it cannot carry a range, `offset` or `@`. */
  readonly closed: boolean;
}

type Pending =
  | { readonly kind: 'sign'; readonly op: Unary['op']; readonly from: number }
  | { readonly kind: 'binary'; readonly parts: Omit<Binary, 'kind' | 'lhs' | 'rhs'>; readonly place: Span };

/** Operator precedence: takes operands, signs, operators and postfixes in the order of the text, gives the tree. */
export class Operands {
  private readonly operands: Operand[] = [];
  private readonly pending: Pending[] = [];

  constructor(private readonly spans: Spans) {}

  /** A new operand that its own text spans. */
  add(node: Node, from: number, to: number): void {
    this.spans.set(node, { from, to });
    this.push(node, from, to, false);
  }

  push(node: Node, from: number, to: number, closed: boolean): void {
    this.operands.push({ node, from, to, closed });
  }

  sign(op: Unary['op'], from: number): void {
    this.pending.push({ kind: 'sign', op, from });
  }

  operator(parts: Omit<Binary, 'kind' | 'lhs' | 'rhs'>, place: Span): void {
    const own = precedence(parts.op);
    for (let top = this.pending.at(-1); top; top = this.pending.at(-1)) {
      const level = top.kind === 'sign' ? unaryPrecedence : precedence(top.parts.op);
      if (level < own || (level === own && parts.op === '^')) break;
      this.reduce();
    }
    this.pending.push({ kind: 'binary', parts, place });
  }

  finish(): Node {
    while (this.pending.length > 0) this.reduce();
    return (this.operands[0] as Operand).node;
  }

  private reduce(): void {
    const top = this.pending.pop() as Pending;
    const rhs = this.operands.pop() as Operand;
    if (top.kind === 'sign') {
      this.add(make.unary(top.op, rhs.node), top.from, rhs.to);
      return;
    }
    const lhs = this.operands.pop() as Operand;
    this.add(this.binary(top, lhs.node, rhs.node), lhs.from, rhs.to);
  }

  /** An empty `on ()` beside a scalar means nothing, and Prometheus drops it together with its group_left. */
  private binary({ parts }: Extract<Pending, { kind: 'binary' }>, lhs: Node, rhs: Node): Node {
    const { matching, ...rest } = parts;
    if (matching?.labels.length === 0 && (valueType(lhs) !== 'vector' || valueType(rhs) !== 'vector')) {
      return make.binary({ ...rest, lhs, rhs });
    }
    return make.binary({ ...parts, lhs, rhs });
  }

  /** `[5m]` after the last operand. */
  range(range: Window, place: Span): void {
    const { node, from, closed } = this.operands.pop() as Operand;
    if (node.kind !== 'selector' || closed) {
      const message = 'a range follows a metric or selector directly; after another expression write a subquery, [5m:]';
      throw new SyntaxFault(message, place.from, place.to);
    }
    if (node.offset)
      throw new SyntaxFault('the range stands before offset: metric[5m] offset 1h', place.from, place.to);
    if (typeof node.at === 'object') {
      throw new SyntaxFault('the range stands before "@": metric[5m] @ 0', place.from, place.to);
    }
    this.add(make.matrix(node, range), from, place.to);
  }

  /** `[1h:5m]` after the last operand. */
  subquery(range: Window, step: Window | undefined, to: number): void {
    const { node, from } = this.operands.pop() as Operand;
    this.add(make.subquery({ expr: node, range, ...(step && { step }) }), from, to);
  }

  offset(offset: Window, place: Span): void {
    this.modify({ offset }, 'offset', place);
  }

  at(at: AtModifier, place: Span): void {
    this.modify({ at }, 'at', place);
  }

  private modify(change: { offset?: Window; at?: AtModifier }, key: 'offset' | 'at', place: Span): void {
    const { node, from, closed } = this.operands.pop() as Operand;
    const word = key === 'at' ? '"@"' : 'offset';
    const carrier = node.kind === 'matrix' ? node.selector : node;
    if (closed || (carrier.kind !== 'selector' && carrier.kind !== 'subquery')) {
      throw new SyntaxFault(`${word} follows a selector, a range or a subquery directly`, place.from, place.to);
    }
    if (carrier[key] !== undefined) throw new SyntaxFault(`${word} stands here twice`, place.from, place.to);
    const modified = carrier.kind === 'selector' ? make.selector({ ...carrier, ...change }) : undefined;
    if (!modified) {
      this.replace(make.subquery({ ...(carrier as Extract<Node, { kind: 'subquery' }>), ...change }), from, place.to);
      return;
    }
    // The old selector's matchers are new objects now; their places move over.
    (carrier as typeof modified).matchers.forEach((matcher, i) => {
      const span = this.spans.get(matcher);
      const moved = modified.matchers[i];
      if (span && moved) this.spans.set(moved, span);
    });
    if (node.kind === 'matrix') {
      const span = this.spans.get(node.selector);
      if (span) this.spans.set(modified, span);
      this.spans.delete(node.selector);
      this.spans.delete(node);
      this.add(make.matrix(modified, node.range), from, place.to);
    } else this.replace(modified, from, place.to, node);
  }

  private replace(node: Node, from: number, to: number, old?: Node): void {
    if (old) this.spans.delete(old);
    this.add(node, from, to);
  }
}
