import { formatDuration } from '../core/durations.js';
import type { Span } from '../core/findings.js';
import type { Binary, Matcher, Matching, Modifiers, Node, VectorSelector, Window } from './ast.js';
import { maxDepth, tooDeep } from './fault.js';
import { formatNumber } from './numbers.js';
import { precedence, unaryPrecedence } from './precedence.js';
import { quote } from './strings.js';

/** Where each node and each matcher stands in a text. */
export type Spans = Map<Node | Matcher, Span>;

/**
 * The canonical text of an expression: one line, parentheses only where precedence needs them.
 * `print` after `parse` after `print` gives the same text. @throws TelltaleError when it nests over 500 deep.
 */
export function print(node: Node): string {
  return new Printer(undefined).run(node);
}

/** The canonical text, and where in it each node stands; a node that occurs twice has its first place. */
export function printWithSpans(node: Node): { readonly text: string; readonly spans: Spans } {
  const spans: Spans = new Map();
  return { text: new Printer(spans).run(node), spans };
}

/** Tighter than every operator: what may carry `[…]`, `offset` and `@` as it stands. */
const primary = 7;

function level(node: Node): number {
  return node.kind === 'binary' ? precedence(node.op) : node.kind === 'unary' ? unaryPrecedence : primary;
}

class Printer {
  private text = '';
  private depth = 0;

  constructor(private readonly spans: Spans | undefined) {}

  run(node: Node): string {
    this.node(node);
    return this.text;
  }

  private node(node: Node): void {
    if (++this.depth > maxDepth) throw tooDeep();
    const from = this.text.length;
    this.write(node);
    if (this.spans && !this.spans.has(node)) this.spans.set(node, { from, to: this.text.length });
    this.depth--;
  }

  private wrapped(node: Node, wrap: boolean): void {
    if (!wrap) {
      this.node(node);
      return;
    }
    this.text += '(';
    this.node(node);
    this.text += ')';
  }

  private write(node: Node): void {
    switch (node.kind) {
      case 'number':
        this.text += formatNumber(node.value);
        return;
      case 'string':
        this.text += quote(node.value);
        return;
      case 'selector':
        this.selector(node);
        this.text += modifiersText(node);
        return;
      case 'matrix': {
        const from = this.text.length;
        this.selector(node.selector);
        if (this.spans && !this.spans.has(node.selector)) {
          this.spans.set(node.selector, { from, to: this.text.length });
        }
        this.text += `[${windowText(node.range)}]${modifiersText(node.selector)}`;
        return;
      }
      case 'subquery':
        this.wrapped(node.expr, level(node.expr) < primary);
        this.text += `[${windowText(node.range)}:${node.step ? windowText(node.step) : ''}]${modifiersText(node)}`;
        return;
      case 'unary':
        this.text += node.op;
        // A power binds tighter than the sign, everything else up to a product looser or from the left.
        this.wrapped(node.expr, node.expr.kind === 'binary' && node.expr.op !== '^');
        return;
      case 'binary':
        this.binary(node);
        return;
      case 'call':
        this.text += node.func;
        this.list(node.args);
        return;
      case 'aggregation':
        this.text += node.op;
        if (node.grouping) this.text += ` ${node.grouping.by ? 'by' : 'without'} ${labelsText(node.grouping.labels)} `;
        this.list(node.param ? [node.param, node.expr] : [node.expr]);
        return;
      default:
        node satisfies never;
    }
  }

  private binary(node: Binary): void {
    const own = precedence(node.op);
    const right = node.op === '^';
    this.wrapped(node.lhs, level(node.lhs) < own || (right && level(node.lhs) === own));
    this.text += ` ${node.op} ${node.bool ? 'bool ' : ''}${node.matching ? matchingText(node.matching) : ''}`;
    // A sign on the right is read at once, whatever stands before it.
    const sign = node.rhs.kind === 'unary';
    this.wrapped(node.rhs, !sign && (level(node.rhs) < own || (!right && level(node.rhs) === own)));
  }

  private list(nodes: readonly Node[]): void {
    this.text += '(';
    nodes.forEach((node, i) => {
      if (i > 0) this.text += ', ';
      this.node(node);
    });
    this.text += ')';
  }

  private selector(node: VectorSelector): void {
    this.text += node.name ?? '';
    if (node.matchers.length === 0 && node.name !== undefined) return;
    this.text += '{';
    node.matchers.forEach((matcher, i) => {
      if (i > 0) this.text += ', ';
      const from = this.text.length;
      this.text += matcher.label + matcher.op + quote(matcher.value);
      if (this.spans && !this.spans.has(matcher)) this.spans.set(matcher, { from, to: this.text.length });
    });
    this.text += '}';
  }
}

function windowText(window: Window): string {
  return window.kind === 'macro' ? window.text : formatDuration(window);
}

function modifiersText({ at, offset }: Modifiers): string {
  const atText = at === undefined ? '' : ` @ ${typeof at === 'string' ? `${at}()` : secondsText(at.seconds)}`;
  return offset ? `${atText} offset ${windowText(offset)}` : atText;
}

const secondsText = (seconds: number) => (Object.is(seconds, -0) ? 0 : seconds).toFixed(3);

const labelsText = (labels: readonly string[]) => `(${labels.join(', ')})`;

function matchingText({ by, labels, group }: Matching): string {
  // The list is printed even when it is empty: a parenthesis that follows a bare group_left would be taken for it.
  return `${by} ${labelsText(labels)} ${group ? `group_${group.side} ${labelsText(group.include)} ` : ''}`;
}
