import { checkCallable } from './callable.js';
import { scanBraces, scanRange } from './enclosed.js';
import { SyntaxFault } from './fault.js';
import { checkMacroPlace, macroFault, placeholder, scanMacro } from './macros.js';
import { Mask } from './mask.js';
import { Nesting } from './nesting.js';
import { parseNumber } from './numbers.js';
import {
  checkDuration,
  commentEnd,
  isAlpha,
  isDigit,
  isSpace,
  literalEnd,
  looksLikeDuration,
  nameEnd,
  short,
  unexpected,
} from './scan.js';
import { scanString } from './strings.js';
import type { Version } from './versions.js';

/**
 * The first pass over a text: Prometheus 2.42's own tokens, which are stricter than the editor grammar's, checked one
 * by one, and rewritten where that grammar does not know them. The result has the same length, so that positions hold.
 * @throws SyntaxFault on the first token that Prometheus would not read.
 */
export function prepare(text: string, macros: boolean, version: Version): string {
  return new Lexer(text, macros, version).run();
}

/** Keywords between operands; before an operand they (all but atan2) may name a metric. */
const infix = new Set(['and', 'or', 'unless', 'atan2']);
const matching = new Set(['on', 'ignoring', 'group_left', 'group_right']);

class Lexer {
  private at = 0;
  private readonly mask: Mask;
  private readonly nesting = new Nesting();
  /** Whether the last token ended an operand, so that an operator may follow. */
  private operand = false;
  /** The name that came last, in lower case, and where; empty when something else came since. */
  private word = '';
  private wordFrom = 0;
  private wordIsOperand = false;

  constructor(
    private readonly text: string,
    private readonly macros: boolean,
    private readonly version: Version,
  ) {
    this.mask = new Mask(text);
  }

  run(): string {
    const { text } = this;
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at);
      if (isSpace(code)) this.at++;
      else if (isAlpha(code) || code === 0x3a) this.name();
      else if (code === 0x23) this.comment();
      else {
        this.other(code);
        this.word = '';
      }
    }
    this.nesting.finish();
    return this.mask.finish();
  }

  private comment(): void {
    const end = commentEnd(this.text, this.at);
    this.mask.blank(this.at, end);
    this.at = end;
  }

  private name(): void {
    const { text, at } = this;
    const end = nameEnd(text, at, true);
    const word = text.slice(at, end).toLowerCase();
    const startsOperand = !this.operand;
    this.at = end;
    this.word = word;
    this.wordFrom = at;
    this.wordIsOperand = false;
    if (word === 'inf' || word === 'nan') this.operand = true;
    else if (word === 'bool' || matching.has(word)) this.operand = false;
    else if (startsOperand) {
      if (word === 'atan2') throw new SyntaxFault('"atan2" stands between two expressions', at, end);
      this.wordIsOperand = true;
      this.operand = true;
      // The editor grammar takes the one for the keyword wherever it stands, and no longer knows the other.
      if (word === 'offset') this.mask.replace(at, '_ffset');
      else if (word === 'holt_winters') this.mask.replace(at, 'day_of_month');
    } else {
      this.operand = false;
      if (infix.has(word)) this.binary(at, end);
      else if (word === 'offset') this.nesting.operator(at);
    }
  }

  /** Everything that is no name. */
  private other(code: number): void {
    const { text, at } = this;
    if (isDigit(code) || (code === 0x2e && isDigit(text.charCodeAt(at + 1)))) {
      this.number();
      return;
    }
    switch (code) {
      case 0x28: // (
        if (this.word !== '' && this.wordIsOperand) {
          checkCallable(text, this.wordFrom, this.word.length, this.version);
        }
        this.nesting.enterParen(at, matching.has(this.word));
        this.end(at + 1, false);
        return;
      case 0x29: // )
        this.end(at + 1, !this.nesting.leaveParen(at).matching);
        return;
      case 0x2c: // ,
        this.nesting.leaveArgument();
        this.end(at + 1, false);
        return;
      case 0x7b: // {
        this.end(scanBraces(text, at, this.mask), true);
        return;
      case 0x22:
      case 0x27:
      case 0x60:
        this.end(scanString(text, at), true);
        return;
      case 0x40: // @
        this.nesting.operator(at);
        this.end(at + 1, false);
        return;
      case 0x24: // $
        this.macro();
        return;
      case 0x5b: // [
        this.nesting.operator(at);
        if (!this.operand && scanMacro(text, at) !== undefined) this.macro();
        else this.end(scanRange(text, at, this.mask, this.macros), true);
        return;
      default:
        this.operator(code);
    }
  }

  private operator(code: number): void {
    const { text, at } = this;
    const equals = text.charCodeAt(at + 1) === 0x3d;
    const char = text[at] as string;
    if (code === 0x3d && !equals) {
      throw new SyntaxFault('a single "=" compares nothing; write "==", or put the label into braces', at, at + 1);
    }
    if (code === 0x21 && !equals) {
      throw new SyntaxFault('"!" stands only in "!=" and, inside braces, in "!~"', at, at + 1);
    }
    if (char === '}' || char === ']') {
      throw new SyntaxFault(`there is a "${char}" without a "${char === '}' ? '{' : '['}"`, at, at + 1);
    }
    if (!'+-*/%^=!<>'.includes(char)) throw unexpected(text, at);
    const end = at + (equals && '=!<>'.includes(char) ? 2 : 1);
    if (this.operand) this.binary(at, end);
    else this.nesting.operator(at);
    this.end(end, false);
  }

  /** In a long row an operator poses as a power, which the editor grammar nests to the right, without limit. */
  private binary(from: number, to: number): void {
    if (this.nesting.operator(from)) this.mask.replace(from, '^'.padEnd(to - from));
  }

  private number(): void {
    const { text, at } = this;
    const end = literalEnd(text, at);
    const literal = text.slice(at, end);
    if (looksLikeDuration(literal)) checkDuration(literal, at);
    else if (parseNumber(literal) === undefined) {
      throw new SyntaxFault(`"${short(literal)}" is not a number that Prometheus reads`, at, end);
    } else if (/\.(?:$|[eE])|^0[xX]/.test(literal)) this.mask.replace(at, '1'.repeat(end - at));
    this.end(end, true);
  }

  private macro(): void {
    const { text, at } = this;
    const end = scanMacro(text, at);
    if (end === undefined) throw unexpected(text, at);
    if (!this.macros) throw macroFault(text.slice(at, end), at);
    checkMacroPlace(text, at, end);
    this.mask.replace(at, placeholder(end - at));
    this.end(end, true);
  }

  private end(at: number, operand: boolean): void {
    this.at = at;
    this.operand = operand;
  }
}
