import type { Span } from '../core/findings.js';
import type { AtModifier, Binary, Modifiers, Node, Unary, VectorSelector, Window } from './ast.js';
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

type Operator = Omit<Binary, 'kind' | 'lhs' | 'rhs'>;
type Pending = { readonly sign: Unary['op']; readonly from: number } | Operator;

/** Operator precedence: takes operands, signs, operators and postfixes in the order of the text, gives the tree. */
export class Operands {
  private readonly operands: Operand[] = [];
  private readonly pending: Pending[] = [];

  constructor(private readonly spans: Spans) {}

  /** A new operand that its own text spans. */
  add(node: Node, from: number, to: number): void {
    this.spans.set(node, { from, to });
    this.operands.push({ node, from, to, closed: false });
  }

  /** An operand whose place is known already; `from` and `to` are those of its parentheses. */
  push(node: Node, from: number, to: number, closed: boolean): void {
    this.operands.push({ node, from, to, closed });
  }

  sign(sign: Unary['op'], from: number): void {
    this.pending.push({ sign, from });
  }

  operator(operator: Operator): void {
    const own = precedence(operator.op);
    for (let top = this.pending.at(-1); top; top = this.pending.at(-1)) {
      const level = 'sign' in top ? unaryPrecedence : precedence(top.op);
      if (level < own || (level === own && operator.op === '^')) break;
      this.reduce();
    }
    this.pending.push(operator);
  }

  finish(): Node {
    while (this.pending.length > 0) this.reduce();
    return this.pop().node;
  }

  private pop(): Operand {
    return this.operands.pop() as Operand;
  }

  private reduce(): void {
    const top = this.pending.pop() as Pending;
    const rhs = this.pop();
    if ('sign' in top) {
      this.add(make.unary(top.sign, rhs.node), top.from, rhs.to);
      return;
    }
    const lhs = this.pop();
    const { matching, ...parts } = top;
    // An empty `on ()` beside a scalar means nothing, and Prometheus drops it together with its group_left.
    const vectors = matching?.labels.length !== 0 || (isVector(lhs.node) && isVector(rhs.node));
    const node = make.binary({ ...parts, lhs: lhs.node, rhs: rhs.node, ...(matching && vectors && { matching }) });
    this.add(node, lhs.from, rhs.to);
  }

  /** `[5m]` after the last operand. */
  range(range: Window, place: Span): void {
    const { node, from, closed } = this.pop();
    if (node.kind !== 'selector' || closed) {
      const message = 'a range follows a metric or selector directly; after another expression write a subquery, [5m:]';
      throw new SyntaxFault(message, place.from, place.to);
    }
    if (node.offset) {
      throw new SyntaxFault('the range stands before offset: metric[5m] offset 1h', place.from, place.to);
    }
    // Prometheus 2.42 looks for a time only, not for start() and end().
    if (typeof node.at === 'object') {
      throw new SyntaxFault('the range stands before "@": metric[5m] @ 0', place.from, place.to);
    }
    this.add(make.matrix(node, range), from, place.to);
  }

  /** `[1h:5m]` after the last operand. */
  subquery(range: Window, step: Window | undefined, to: number): void {
    const { node, from } = this.pop();
    this.add(make.subquery({ expr: node, range, ...(step && { step }) }), from, to);
  }

  offset(offset: Window, place: Span): void {
    this.modify('offset', { offset }, place);
  }

  at(at: AtModifier, place: Span): void {
    this.modify('at', { at }, place);
  }

  private modify(key: keyof Modifiers, change: Modifiers, place: Span): void {
    const { node, from, closed } = this.pop();
    const word = key === 'at' ? '"@"' : 'offset';
    const carrier = node.kind === 'matrix' ? node.selector : node;
    if (closed || (carrier.kind !== 'selector' && carrier.kind !== 'subquery')) {
      throw new SyntaxFault(`${word} follows a selector, a range or a subquery directly`, place.from, place.to);
    }
    if (carrier[key] !== undefined) throw new SyntaxFault(`${word} stands here twice`, place.from, place.to);
    this.spans.delete(node);
    if (carrier.kind === 'subquery') this.add(make.subquery({ ...carrier, ...change }), from, place.to);
    else if (node.kind === 'matrix') this.add(make.matrix(this.reselect(carrier, change), node.range), from, place.to);
    else this.add(this.reselect(carrier, change), from, place.to);
  }

  /** The selector with one more modifier, in the place of the old one. */
  private reselect(old: VectorSelector, change: Modifiers): VectorSelector {
    const node = make.selector({ ...old, ...change });
    this.move(old, node);
    old.matchers.forEach((matcher, i) => {
      this.move(matcher, node.matchers[i] as VectorSelector['matchers'][number]);
    });
    return node;
  }

  private move<T extends Node | VectorSelector['matchers'][number]>(from: T, to: T): void {
    const span = this.spans.get(from);
    this.spans.delete(from);
    if (span) this.spans.set(to, span);
  }
}

const isVector = (node: Node) => valueType(node) === 'vector';
