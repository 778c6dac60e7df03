import type { SyntaxNode, Tree, TreeCursor } from '@lezer/common';
import * as term from '@prometheus-io/lezer-promql';
import { milliseconds, parseDuration } from '../core/durations.js';
import type { Span } from '../core/findings.js';
import type { AggregationOp, AtModifier, BinaryOp, Matcher, Matching, MatchOp, Node, Window } from './ast.js';
import { SyntaxFault } from './fault.js';
import { aggregations } from './functions.js';
import * as make from './nodes.js';
import { parseNumber } from './numbers.js';
import { Operands } from './operands.js';
import type { Spans } from './print.js';
import { decode } from './strings.js';

/** Turns the editor grammar's tree into ours. The tree has no error nodes; `text` is what the user wrote. */
export function convert(tree: Tree, text: string, spans: Spans): Node {
  const cursor = tree.cursor();
  cursor.firstChild();
  return new Converter(cursor, text, spans).expression();
}

const operators: ReadonlyMap<number, BinaryOp> = new Map<number, BinaryOp>([
  [term.Add, '+'],
  [term.Sub, '-'],
  [term.Mul, '*'],
  [term.Div, '/'],
  [term.Mod, '%'],
  [term.Pow, '^'],
  [term.Atan2, 'atan2'],
  [term.Eql, '=='],
  [term.Neq, '!='],
  [term.Gtr, '>'],
  [term.Lss, '<'],
  [term.Gte, '>='],
  [term.Lte, '<='],
  [term.And, 'and'],
  [term.Or, 'or'],
  [term.Unless, 'unless'],
]);

/** Each method starts with the cursor on its node and leaves it there. */
class Converter {
  constructor(
    private readonly cursor: TreeCursor,
    private readonly text: string,
    private readonly spans: Spans,
  ) {}

  /**
   * The expression at the cursor. That grammar's own nesting is not used: it binds a range, `offset` and `@` looser
   * than the operator before them (`a + b offset 5m`) and a sign tighter than a power (`-1 ^ 2`).
   */
  expression(): Node {
    const operands = new Operands(this.spans);
    this.flatten(operands);
    return operands.finish();
  }

  private flatten(into: Operands): void {
    const { cursor } = this;
    const { from, to } = cursor;
    switch (cursor.type.id) {
      case term.BinaryExpr:
        this.binary(into);
        return;
      case term.UnaryExpr:
        cursor.firstChild();
        into.sign(this.source() as '-' | '+', from);
        cursor.nextSibling();
        this.flatten(into);
        cursor.parent();
        return;
      case term.ParenExpr: {
        cursor.firstChild();
        const inner = this.expression();
        cursor.parent();
        into.push(inner, from, to, true);
        return;
      }
      case term.OffsetExpr:
      case term.StepInvariantExpr:
      case term.MatrixSelector:
      case term.SubqueryExpr:
        this.postfix(into);
        return;
      case term.NumberDurationLiteral:
        this.number(into);
        return;
      case term.StringLiteral:
        into.add(make.string(decode(this.text, from, to)), from, to);
        return;
      case term.VectorSelector:
        into.add(this.selector(), from, to);
        return;
      case term.FunctionCall:
        into.add(this.call(), from, to);
        return;
      case term.AggregateExpr:
        into.add(this.aggregation(), from, to);
        return;
      default:
        // `anchored`, `smoothed`: postfixes of Prometheus 3.
        cursor.lastChild();
        throw this.tooNew(`"${this.source()}"`, cursor);
    }
  }

  private binary(into: Operands): void {
    const { cursor } = this;
    cursor.firstChild();
    this.flatten(into);
    cursor.nextSibling();
    const op = operators.get(cursor.type.id);
    if (!op) throw this.tooNew(`the operator "${this.source()}"`, cursor);
    const { from, to } = cursor;
    let bool = false;
    let matching: Matching | undefined;
    for (cursor.nextSibling(); ; cursor.nextSibling()) {
      if (cursor.type.id === term.BoolModifier) bool = true;
      else if (cursor.type.id === term.MatchingModifierClause) matching = this.matching();
      else if (cursor.type.id === term.FillModifier) throw this.tooNew('"fill"', cursor);
      else break;
    }
    into.operator({ op, bool, ...(matching && { matching }) }, { from, to });
    this.flatten(into);
    cursor.parent();
  }

  private matching(): Matching {
    const { cursor } = this;
    cursor.firstChild();
    const by = cursor.type.id === term.On ? 'on' : 'ignoring';
    cursor.nextSibling();
    const labels = this.labels();
    let group: Matching['group'];
    if (cursor.nextSibling()) {
      const side = cursor.type.id === term.GroupLeft ? 'left' : 'right';
      group = { side, include: cursor.nextSibling() ? this.labels() : [] };
    }
    cursor.parent();
    return { by, labels, ...(group && { group }) };
  }

  private labels(): string[] {
    const { cursor } = this;
    const labels: string[] = [];
    if (!cursor.firstChild()) return labels;
    do {
      if (cursor.type.id === term.QuotedLabelName) throw this.tooNew('a quoted label name', cursor);
      const label = this.source();
      if (/^(?:inf|nan)$/i.test(label)) {
        throw new SyntaxFault(`"${label}" is read as a number here and cannot name a label`, cursor.from, cursor.to);
      }
      labels.push(label);
    } while (cursor.nextSibling());
    cursor.parent();
    return labels;
  }

  private postfix(into: Operands): void {
    const { cursor } = this;
    const { to } = cursor;
    const kind = cursor.type.id;
    cursor.firstChild();
    const operandEnd = cursor.to;
    this.flatten(into);
    cursor.nextSibling();
    if (kind === term.OffsetExpr) {
      cursor.nextSibling();
      into.offset(this.offset(), { from: operandEnd, to });
    } else if (kind === term.StepInvariantExpr) {
      cursor.nextSibling();
      into.at(this.timestamp(), { from: operandEnd, to });
    } else {
      const range = this.window(cursor.from, cursor.to);
      const step = kind === term.SubqueryExpr && cursor.nextSibling() ? this.window(cursor.from, cursor.to) : undefined;
      if (kind === term.SubqueryExpr) into.subquery(range, step, to);
      else into.range(range, { from: operandEnd, to });
    }
    cursor.parent();
  }

  private offset(): Window {
    const { from, to } = this.cursor;
    const sign = /^-\s*/.exec(this.withoutComments(from, to))?.[0].length ?? 0;
    const window = this.window(from + sign, to);
    if (sign === 0) return window;
    return window.kind === 'macro' ? make.macro(`-${window.text}`) : milliseconds(-window.ms);
  }

  private window(from: number, to: number): Window {
    const text = this.text.slice(from, to);
    const first = text.charCodeAt(0);
    if (first === 0x24 || first === 0x5b) return make.macro(text);
    const duration = parseDuration(text);
    if (!duration || duration.ms === 0) {
      throw new SyntaxFault(`a duration such as 5m must stand here, not "${text}"`, from, to);
    }
    return duration;
  }

  private timestamp(): AtModifier {
    const { cursor } = this;
    const { from, to } = cursor;
    if (cursor.type.id === term.AtModifierPreprocessors) {
      return this.source().toLowerCase().startsWith('start') ? 'start' : 'end';
    }
    const text = this.withoutComments(from, to);
    const sign = /^[-+]\s*/.exec(text)?.[0] ?? '';
    const value = parseNumber(text.slice(sign.length));
    if (value === undefined) throw new SyntaxFault('after "@" stands a time in seconds, not a duration', from, to);
    const seconds = sign.startsWith('-') ? -value : value;
    if (!(Math.abs(seconds) < 2 ** 63)) throw new SyntaxFault('the time after "@" is out of bounds', from, to);
    const ms = Math.sign(seconds) * Math.round(Math.abs(seconds) * 1000);
    return { seconds: ms === 0 ? 0 : ms / 1000 };
  }

  private number(into: Operands): void {
    const { from, to } = this.cursor;
    const text = this.text.slice(from, to);
    const first = text.charCodeAt(0);
    const signed = first === 0x2d || first === 0x2b;
    if (signed) into.sign(text[0] as '-' | '+', from);
    const start = signed ? from + 1 + blank(this.withoutComments(from + 1, to)) : from;
    const literal = this.text.slice(start, to);
    const value = parseNumber(literal);
    if (value === undefined) {
      throw new SyntaxFault(`the duration "${literal}" stands where no duration can stand; write seconds`, start, to);
    }
    into.add(make.number(value), start, to);
  }

  private selector(): Node {
    const { cursor } = this;
    const matchers: Matcher[] = [];
    const places: Span[] = [];
    let name: string | undefined;
    cursor.firstChild();
    do {
      if (cursor.type.id === term.Identifier) name = this.source();
      else if (cursor.firstChild()) {
        do {
          places.push({ from: cursor.from, to: cursor.to });
          matchers.push(this.matcher());
        } while (cursor.nextSibling());
        cursor.parent();
      }
    } while (cursor.nextSibling());
    cursor.parent();
    const node = make.selector({ matchers, ...(name !== undefined && { name }) });
    for (const kept of node.matchers) {
      const i = matchers.findIndex(m => m.label === kept.label && m.op === kept.op && m.value === kept.value);
      this.spans.set(kept, places[i] as Span);
    }
    return node;
  }

  private matcher(): Matcher {
    const { cursor } = this;
    if (cursor.type.id !== term.UnquotedLabelMatcher) throw this.tooNew('a quoted name inside braces', cursor);
    cursor.firstChild();
    const label = this.source();
    cursor.nextSibling();
    const op = this.source() as MatchOp;
    cursor.nextSibling();
    const value = decode(this.text, cursor.from, cursor.to);
    cursor.parent();
    return { label, op, value };
  }

  private call(): Node {
    const { cursor } = this;
    cursor.firstChild();
    const func = this.source();
    cursor.nextSibling();
    const args = this.args();
    cursor.parent();
    return make.call(func, args);
  }

  private args(): Node[] {
    const { cursor } = this;
    const args: Node[] = [];
    if (!cursor.firstChild()) return args;
    do {
      args.push(this.expression());
    } while (cursor.nextSibling());
    cursor.parent();
    return args;
  }

  private aggregation(): Node {
    const { cursor } = this;
    const { from, to } = cursor;
    cursor.firstChild();
    const op = this.source().toLowerCase() as AggregationOp;
    const spec = aggregations.get(op);
    if (!spec) throw this.tooNew(`the aggregation "${op}"`, cursor);
    let grouping: { by: boolean; labels: string[] } | undefined;
    let args: Node[] = [];
    while (cursor.nextSibling()) {
      if (cursor.type.id === term.FunctionCallBody) args = this.args();
      else {
        cursor.firstChild();
        const by = this.source().toLowerCase() === 'by';
        cursor.nextSibling();
        grouping = { by, labels: this.labels() };
        cursor.parent();
      }
    }
    cursor.parent();
    const wanted = spec.param ? 2 : 1;
    if (args.length !== wanted) {
      const what =
        wanted === 2 ? 'two arguments, a parameter and an instant vector' : 'one argument, an instant vector';
      throw new SyntaxFault(`${op} takes ${what}; here are ${args.length}`, from, to);
    }
    const [first, second] = args as [Node, Node?];
    return second
      ? make.aggregation({ op, param: first, expr: second, ...(grouping && { grouping }) })
      : make.aggregation({ op, expr: first, ...(grouping && { grouping }) });
  }

  private source(): string {
    return this.text.slice(this.cursor.from, this.cursor.to);
  }

  private withoutComments(from: number, to: number): string {
    const text = this.text.slice(from, to);
    return text.includes('#') ? text.replace(/#[^\n\r]*/g, comment => ' '.repeat(comment.length)) : text;
  }

  private tooNew(what: string, { from, to }: Pick<SyntaxNode, 'from' | 'to'>): SyntaxFault {
    return new SyntaxFault(`${what} needs Prometheus 3; rules must load on 2.42`, from, to);
  }
}

const blank = (text: string) => text.length - text.trimStart().length;
