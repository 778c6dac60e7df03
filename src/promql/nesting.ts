import { maxDepth, SyntaxFault } from './fault.js';

/** It stops after 300 reductions from the same place. */
const longRow = 200;

interface Paren {
  readonly from: number;
  /** Whether it lists the labels of a matching clause, after which an operand follows. */
  readonly matching: boolean;
  readonly operators: number;
}

/** Open parentheses, and how deep the tree of what was read so far may be. */
export class Nesting {
  private readonly open: Paren[] = [];
  private operators = 0;
  private depth = 0;

  /**
   * An operator, a sign or a postfix: the tree may be one level deeper from here to the end of the parenthesis or
   * argument. Returns whether the editor grammar would give up on so long a row of operators.
   */
  operator(at: number): boolean {
    this.operators++;
    this.enter(1, at);
    return this.operators > longRow;
  }

  enterParen(from: number, matching: boolean): void {
    this.open.push({ from, matching, operators: this.operators });
    this.operators = 0;
    this.enter(2, from);
  }

  /** Returns the parenthesis that was open. */
  leaveParen(at: number): Paren {
    const paren = this.open.pop();
    if (!paren) throw new SyntaxFault('there is a ")" without a "("', at, at + 1);
    this.depth -= this.operators + 2;
    this.operators = paren.operators;
    return paren;
  }

  /** What was nested in an argument does not count in the next one. */
  leaveArgument(): void {
    this.depth -= this.operators;
    this.operators = 0;
  }

  finish(): void {
    const paren = this.open.at(-1);
    if (paren) throw new SyntaxFault('the parenthesis is not closed; a ")" is missing', paren.from, paren.from + 1);
  }

  private enter(levels: number, at: number): void {
    this.depth += levels;
    if (this.depth <= maxDepth) return;
    const message = `the expression nests more than ${maxDepth} deep; split it with a recording rule`;
    throw new SyntaxFault(message, at, at + 1);
  }
}
