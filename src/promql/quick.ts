import type { Span } from '../core/findings.js';
import type { AggregationOp, BinaryOp, Matcher, Matching, Node, Unary, Window } from './ast.js';
import { SyntaxFault } from './fault.js';
import { aggregations, functions } from './functions.js';
import { readOffset, readWindow } from './literals.js';
import { scanMacro } from './macros.js';
import { placeMatchers } from './matcher-places.js';
import * as make from './nodes.js';
import { Operands } from './operands.js';
import type { Spans } from './print.js';
import { commentEnd, isAlpha, isDigit, isSpace, literalEnd, nameEnd } from './scan.js';
import { decode, scanString } from './strings.js';

/** A tree, and where its nodes stand in the text. Whether it type-checks is not known yet. */
export interface Read {
  readonly node: Node;
  readonly spans: Spans;
}

/**
 * Reads what nearly all expressions consist of in a fifth of the time that the grammar takes, to the same tree and the
 * same places. What it does not know at once, and all that is wrong, it leaves to the grammar: then it gives undefined.
 */
export function readQuickly(text: string, macros: boolean): Read | undefined {
  const spans: Spans = new Map();
  try {
    return { node: new Reader(text, spans, macros).all(), spans };
  } catch (error) {
    if (error === gaveUp || error instanceof SyntaxFault) return undefined;
    throw error;
  }
}

const gaveUp = Symbol('left to the grammar');

/** Far below what may nest, so that the limit itself is the grammar's. */
const deepest = 100;
const mostOperators = 200;

/** Words that mean something else where a metric's name could stand. */
const reserved: ReadonlySet<string> = new Set([
  ...['and', 'or', 'unless', 'atan2', 'offset', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool'],
  ...['inf', 'nan', 'start', 'end'],
  ...aggregations.keys(),
]);

/** Operators that are words. */
const words: ReadonlySet<string> = new Set<BinaryOp>(['and', 'or', 'unless', 'atan2']);

const number = /(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;

class Reader {
  private at = 0;
  private depth = 0;
  private operators = 0;

  constructor(
    private readonly text: string,
    private readonly spans: Spans,
    private readonly macros: boolean,
  ) {}

  all(): Node {
    const node = this.expression();
    if (this.at < this.text.length) throw gaveUp;
    return node;
  }

  /** From here to where no operator follows; the space after it is passed over. */
  private expression(): Node {
    if (++this.depth > deepest) throw gaveUp;
    const operands = new Operands(this.spans);
    do {
      this.operand(operands);
      this.postfixes(operands);
    } while (this.operator(operands));
    this.depth--;
    return operands.finish();
  }

  private operand(into: Operands): void {
    const { text } = this;
    let code = this.next();
    for (; code === 0x2d || code === 0x2b; code = this.next()) {
      this.count();
      into.sign(text[this.at] as Unary['op'], this.at++);
    }
    const from = this.at;
    if (isAlpha(code) || code === 0x3a) this.named(into, from);
    else if (isDigit(code)) {
      number.lastIndex = from;
      if (!number.test(text)) throw gaveUp;
      this.at = number.lastIndex;
      const value = Number(text.slice(from, this.at));
      if (value === Number.POSITIVE_INFINITY) throw gaveUp;
      into.add(make.number(value), from, this.at);
    } else if (code === 0x28) {
      this.at++;
      const inner = this.expression();
      this.expect(0x29);
      into.push(inner, from, this.at, true);
    } else if (code === 0x7b) this.selector(into, from, undefined);
    else if (code === 0x22 || code === 0x27) {
      this.at = scanString(text, from);
      into.add(make.string(decode(text, from, this.at)), from, this.at);
    } else throw gaveUp;
  }

  /** What begins with a name: a call, an aggregation, a selector. */
  private named(into: Operands, from: number): void {
    const { text } = this;
    const end = nameEnd(text, from, true);
    const name = text.slice(from, end);
    this.at = end;
    const code = this.next();
    const aggregation = aggregations.get(name);
    if (aggregation && aggregation.since === undefined) into.add(this.aggregation(aggregation.op), from, this.at);
    else if (code === 0x28) {
      const spec = functions.get(name);
      if (!spec || spec.since !== undefined) throw gaveUp;
      into.add(make.call(name, this.args()), from, this.at);
    } else if (reserved.has(name.toLowerCase())) throw gaveUp;
    else if (code === 0x7b) this.selector(into, from, name);
    else into.add(make.selector({ name, matchers: [] }), from, end);
  }

  /** After the name of an aggregation. */
  private aggregation(op: AggregationOp): Node {
    let grouping = this.grouping();
    if (this.next() !== 0x28) throw gaveUp;
    const args = this.args();
    const end = this.at;
    if (!grouping) {
      grouping = this.grouping();
      if (!grouping) this.at = end;
    }
    const param = aggregations.get(op)?.param !== undefined;
    const expr = args[param ? 1 : 0];
    if (!expr || args.length !== (param ? 2 : 1)) throw gaveUp;
    return make.aggregation({ op, expr, ...(param && { param: args[0] as Node }), ...(grouping && { grouping }) });
  }

  private grouping(): { readonly by: boolean; readonly labels: readonly string[] } | undefined {
    this.next();
    const word = this.word();
    if (word !== 'by' && word !== 'without') return undefined;
    this.at += word.length;
    return { by: word === 'by', labels: this.labels() };
  }

  /** `(a, b)` of expressions. */
  private args(): Node[] {
    const args: Node[] = [];
    this.at++;
    if (this.next() !== 0x29) {
      args.push(this.expression());
      while (this.text.charCodeAt(this.at) === 0x2c) {
        this.at++;
        args.push(this.expression());
      }
    }
    this.expect(0x29);
    return args;
  }

  /** `(a, b)` of labels. */
  private labels(): string[] {
    const labels: string[] = [];
    this.next();
    this.expect(0x28);
    for (let code = this.next(); code !== 0x29; code = this.next()) {
      if (labels.length > 0) {
        this.expect(0x2c);
        this.next();
      }
      const label = this.text.slice(this.at, nameEnd(this.text, this.at, false));
      if (!isAlpha(label.charCodeAt(0)) || /^(?:inf|nan)$/i.test(label)) throw gaveUp;
      labels.push(label);
      this.at += label.length;
    }
    this.at++;
    return labels;
  }

  /** At the opening brace. */
  private selector(into: Operands, from: number, name: string | undefined): void {
    const { text } = this;
    const matchers: Matcher[] = [];
    const places: Span[] = [];
    this.at++;
    for (let code = this.next(); code !== 0x7d; code = this.next()) {
      const start = this.at;
      const end = nameEnd(text, start, false);
      if (!isAlpha(code)) throw gaveUp;
      this.at = end;
      const first = this.next();
      const second = text.charCodeAt(this.at + 1);
      const op =
        first === 0x3d
          ? second === 0x7e
            ? '=~'
            : '='
          : first !== 0x21
            ? ''
            : second === 0x7e
              ? '!~'
              : second === 0x3d
                ? '!='
                : '';
      if (op === '') throw gaveUp;
      this.at += op.length;
      const quote = this.next();
      if (quote !== 0x22 && quote !== 0x27 && quote !== 0x60) throw gaveUp;
      const close = scanString(text, this.at);
      matchers.push({ label: text.slice(start, end), op, value: decode(text, this.at, close) });
      places.push({ from: start, to: close });
      this.at = close;
      if (this.next() === 0x2c) this.at++;
      else if (text.charCodeAt(this.at) !== 0x7d) throw gaveUp;
    }
    this.at++;
    const node = make.selector({ matchers, ...(name !== undefined && { name }) });
    placeMatchers(node, matchers, places, this.spans);
    into.add(node, from, this.at);
  }

  /** Ranges and offsets after an operand. */
  private postfixes(into: Operands): void {
    const { text } = this;
    for (let code = this.next(); ; code = this.next()) {
      const from = this.at;
      if (code === 0x5b) {
        this.count();
        this.at++;
        const range = this.window();
        if (this.next() === 0x3a) {
          this.at++;
          const step = this.next() === 0x5d ? undefined : this.window();
          this.next();
          this.expect(0x5d);
          into.subquery(range, step, this.at);
        } else {
          this.expect(0x5d);
          into.range(range, { from, to: this.at });
        }
      } else if (code === 0x6f && this.word() === 'offset') {
        this.count();
        this.at += 'offset'.length;
        const sign = this.next() === 0x2d ? this.at++ : this.at;
        if (!isDigit(this.next())) throw gaveUp;
        this.at = literalEnd(text, this.at);
        into.offset(readOffset(text, sign, this.at), { from, to: this.at });
      } else return;
    }
  }

  private window(): Window {
    const code = this.next();
    const from = this.at;
    const end =
      code === 0x24 && this.macros
        ? scanMacro(this.text, from)
        : isDigit(code)
          ? literalEnd(this.text, from)
          : undefined;
    if (end === undefined) throw gaveUp;
    this.at = end;
    return readWindow(this.text, from, end);
  }

  /** An operator with all that stands between it and its right side; false when something else follows. */
  private operator(into: Operands): boolean {
    const op = this.operatorHere();
    if (op === undefined) return false;
    this.count();
    this.at += op.length;
    this.next();
    let word = this.word();
    const bool = word === 'bool';
    if (bool) {
      this.at += word.length;
      this.next();
      word = this.word();
    }
    if (word !== 'on' && word !== 'ignoring') {
      into.operator({ op, bool });
      return true;
    }
    this.at += word.length;
    const labels = this.labels();
    this.next();
    const side = this.word();
    let group: Matching['group'];
    if (side === 'group_left' || side === 'group_right') {
      this.at += side.length;
      group = { side: side === 'group_left' ? 'left' : 'right', include: this.next() === 0x28 ? this.labels() : [] };
    }
    into.operator({ op, bool, matching: { by: word, labels, ...(group && { group }) } });
    return true;
  }

  private operatorHere(): BinaryOp | undefined {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    const equals = text.charCodeAt(at + 1) === 0x3d;
    switch (code) {
      case 0x2b: // +
      case 0x2d: // -
      case 0x2a: // *
      case 0x2f: // /
      case 0x25: // %
      case 0x5e: // ^
        return text[at] as BinaryOp;
      case 0x3c: // <
      case 0x3e: // >
        return (equals ? text.slice(at, at + 2) : text[at]) as BinaryOp;
      case 0x3d: // =
      case 0x21: // !
        return equals ? (text.slice(at, at + 2) as BinaryOp) : undefined;
      default: {
        const word = isAlpha(code) ? this.word() : '';
        return words.has(word) ? (word as BinaryOp) : undefined;
      }
    }
  }

  /** The word here; nothing is passed over. */
  private word(): string {
    return this.text.slice(this.at, nameEnd(this.text, this.at, true));
  }

  /** The character here, once space and comments are passed over. */
  private next(): number {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (isSpace(code)) this.at++;
      else if (code === 0x23) this.at = commentEnd(text, this.at);
      else return code;
    }
  }

  private expect(code: number): void {
    if (this.text.charCodeAt(this.at) !== code) throw gaveUp;
    this.at++;
  }

  private count(): void {
    if (++this.operators > mostOperators) throw gaveUp;
  }
}
