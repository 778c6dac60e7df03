import type { Tree, TreeCursor } from '@lezer/common';
import * as term from '@prometheus-io/lezer-promql';
import type { Aggregation, AggregationOp, AtModifier, BinaryOp, Matching, Node, Unary } from './ast.js';
import { SyntaxFault } from './fault.js';
import { aggregations } from './functions.js';
import { readNumber, readOffset, readTime, readWindow, signLength } from './literals.js';
import * as make from './nodes.js';
import { Operands } from './operands.js';
import type { Spans } from './print.js';
import { nameEnd } from './scan.js';
import { decode } from './strings.js';
import { readLabels, readMatching, readSelector, source, tooNew } from './tree-parts.js';

/** Turns the editor grammar's tree, in which there are no error nodes, into ours. `text` is what the user wrote. */
export function convert(tree: Tree, text: string, spans: Spans): Node {
  const cursor = tree.cursor();
  cursor.firstChild();
  return new Converter(cursor, text, spans).expression();
}

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
    const { cursor, text } = this;
    const { from, to } = cursor;
    switch (cursor.type.id) {
      case term.BinaryExpr:
        this.binary(into);
        return;
      case term.UnaryExpr:
        cursor.firstChild();
        into.sign(text[from] as Unary['op'], from);
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
      case term.NumberDurationLiteral: {
        const sign = signLength(text.slice(from, to));
        if (sign > 0) into.sign(text[from] as Unary['op'], from);
        into.add(make.number(readNumber(text, from + sign, to)), from + sign, to);
        return;
      }
      case term.StringLiteral:
        into.add(make.string(decode(text, from, to)), from, to);
        return;
      case term.VectorSelector:
        into.add(readSelector(cursor, text, this.spans), from, to);
        return;
      case term.FunctionCall:
        into.add(this.call(), from, to);
        return;
      case term.AggregateExpr:
        into.add(this.aggregation(), from, to);
        return;
      default:
        this.postfix(into);
    }
  }

  private binary(into: Operands): void {
    const { cursor, text } = this;
    cursor.firstChild();
    this.flatten(into);
    cursor.nextSibling();
    const op = this.operator();
    let bool = false;
    let matching: Matching | undefined;
    for (cursor.nextSibling(); ; cursor.nextSibling()) {
      if (cursor.type.id === term.BoolModifier) bool = true;
      else if (cursor.type.id === term.MatchingModifierClause) matching = readMatching(cursor, text);
      else if (cursor.type.id === term.FillModifier) throw tooNew('"fill"', cursor);
      else break;
    }
    into.operator({ op, bool, ...(matching && { matching }) });
    this.flatten(into);
    cursor.parent();
  }

  /** Read from the text: the lexer may have dressed it up as another one. */
  private operator(): BinaryOp {
    const { cursor, text } = this;
    const { from } = cursor;
    if (cursor.type.id === term.TrimLower || cursor.type.id === term.TrimUpper) {
      throw tooNew(`the operator "${source(cursor, text)}"`, cursor);
    }
    const wide = text[from + 1] === '=' ? 2 : 1;
    const word = nameEnd(text, from, false) - from;
    return text.slice(from, from + (word || wide)).toLowerCase() as BinaryOp;
  }

  private postfix(into: Operands): void {
    const { cursor, text } = this;
    const { to } = cursor;
    const kind = cursor.type.id;
    cursor.firstChild();
    const place = { from: cursor.to, to };
    this.flatten(into);
    cursor.nextSibling();
    switch (kind) {
      case term.OffsetExpr:
        cursor.nextSibling();
        into.offset(readOffset(text, cursor.from, cursor.to), place);
        break;
      case term.StepInvariantExpr:
        cursor.nextSibling();
        into.at(this.time(), place);
        break;
      case term.MatrixSelector:
        into.range(readWindow(text, cursor.from, cursor.to), place);
        break;
      case term.SubqueryExpr: {
        const range = readWindow(text, cursor.from, cursor.to);
        into.subquery(range, cursor.nextSibling() ? readWindow(text, cursor.from, cursor.to) : undefined, to);
        break;
      }
      default:
        throw tooNew(`"${source(cursor, text)}"`, cursor);
    }
    cursor.parent();
  }

  private time(): AtModifier {
    const { cursor, text } = this;
    if (cursor.type.id !== term.AtModifierPreprocessors) return readTime(text, cursor.from, cursor.to);
    return text[cursor.from] === 's' || text[cursor.from] === 'S' ? 'start' : 'end';
  }

  private call(): Node {
    const { cursor } = this;
    cursor.firstChild();
    const func = source(cursor, this.text);
    cursor.nextSibling();
    const args = this.args();
    cursor.parent();
    return make.call(func, args);
  }

  private args(): Node[] {
    const { cursor } = this;
    const args: Node[] = [];
    if (!cursor.firstChild()) return args;
    do args.push(this.expression());
    while (cursor.nextSibling());
    cursor.parent();
    return args;
  }

  private aggregation(): Node {
    const { cursor, text } = this;
    const { from, to } = cursor;
    cursor.firstChild();
    const op = source(cursor, text).toLowerCase() as AggregationOp;
    const spec = aggregations.get(op);
    if (!spec) throw tooNew(`the aggregation "${op}"`, cursor);
    let grouping: Aggregation['grouping'];
    let args: Node[] = [];
    while (cursor.nextSibling()) {
      if (cursor.type.id === term.FunctionCallBody) args = this.args();
      else {
        cursor.firstChild();
        const by = cursor.type.id === term.By;
        cursor.nextSibling();
        grouping = { by, labels: readLabels(cursor, text) };
        cursor.parent();
      }
    }
    cursor.parent();
    if (args.length !== (spec.param ? 2 : 1)) {
      const what = spec.param ? 'two arguments, a parameter and an instant vector' : 'one argument, an instant vector';
      throw new SyntaxFault(`${op} takes ${what}; here ${args.length === 1 ? 'is' : 'are'} ${args.length}`, from, to);
    }
    const expr = args.at(-1) as Node;
    return make.aggregation({ op, expr, ...(spec.param && { param: args[0] as Node }), ...(grouping && { grouping }) });
  }
}
