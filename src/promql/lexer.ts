import { parseDuration } from '../core/durations.js';
import { maxDepth, SyntaxFault } from './fault.js';
import { aggregations, functions, newerAggregations } from './functions.js';
import { scanMacro } from './macros.js';
import { nearest } from './nearest.js';
import { parseNumber } from './numbers.js';
import { scanString } from './strings.js';

/**
 * The first pass over a text: Prometheus 2.42's own tokens, which are stricter than the editor grammar's, checked one
 * by one, and rewritten where that grammar does not know them. The result has the same length, so that positions hold.
 * @throws SyntaxFault on the first token that Prometheus would not read.
 */
export function prepare(text: string, macros: boolean): string {
  return new Lexer(text, macros).run();
}

/** Keywords that stand between operands; everything else that looks like one may also name a metric. */
const infix = new Set(['and', 'or', 'unless', 'atan2']);
const modifiers = new Set(['bool', 'on', 'ignoring', 'group_left', 'group_right']);

class Lexer {
  private at = 0;
  private masked = '';
  private copied = 0;
  /** Whether the last token ended an operand, so that an operator may follow. */
  private operand = false;
  private word = '';
  private wordFrom = 0;
  private wordIsOperand = false;
  /** For every open parenthesis: whether it lists the labels of a matching clause, and the operators before it. */
  private readonly open: { from: number; matching: boolean; operators: number }[] = [];
  private operators = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly macros: boolean,
  ) {}

  run(): string {
    const { text } = this;
    while (this.at < text.length) this.token(text.charCodeAt(this.at));
    const paren = this.open.at(-1);
    if (paren) throw new SyntaxFault('the parenthesis is not closed; a ")" is missing', paren.from, paren.from + 1);
    return this.copied === 0 ? text : this.masked + text.slice(this.copied);
  }

  private token(code: number): void {
    const { text, at } = this;
    if (isSpace(code)) {
      this.at++;
      return;
    }
    if (code === 0x23) {
      this.comment();
      return;
    }
    if (isAlpha(code) || code === 0x3a) {
      this.identifier();
      return;
    }
    const word = this.word;
    this.word = '';
    if (isDigit(code) || (code === 0x2e && isDigit(text.charCodeAt(at + 1)))) {
      this.number();
      return;
    }
    switch (code) {
      case 0x28: // (
        this.openParen(word);
        return;
      case 0x29: // )
        this.closeParen();
        return;
      case 0x2c: // ,
        this.leaveArgument();
        break;
      case 0x7b: // {
        this.at++;
        this.braces(at);
        this.operand = true;
        return;
      case 0x5b: // [
        if (!this.operand && scanMacro(text, at) !== undefined) {
          this.macro();
          return;
        }
        this.at++;
        this.brackets(at);
        this.operand = true;
        return;
      case 0x22:
      case 0x27:
      case 0x60:
        this.at = scanString(text, at);
        this.operand = true;
        return;
      case 0x2b: // +
      case 0x2d: // -
      case 0x2a: // *
      case 0x2f: // /
      case 0x25: // %
      case 0x5e: // ^
        this.operator(1);
        return;
      case 0x3d: // =
        if (text.charCodeAt(at + 1) === 0x3d) {
          this.operator(2);
          return;
        }
        throw new SyntaxFault('a single "=" compares nothing; write "==", or put the label into braces', at, at + 1);
      case 0x21: // !
        if (text.charCodeAt(at + 1) === 0x3d) {
          this.operator(2);
          return;
        }
        throw new SyntaxFault('"!" stands only in "!=" and, inside braces, in "!~"', at, at + 1);
      case 0x3c: // <
      case 0x3e: // >
        this.operator(text.charCodeAt(at + 1) === 0x3d ? 2 : 1);
        return;
      case 0x40: // @
        this.operand = false;
        break;
      case 0x24: // $
        this.macro();
        return;
      case 0x7d:
        throw new SyntaxFault('there is a "}" without a "{"', at, at + 1);
      case 0x5d:
        throw new SyntaxFault('there is a "]" without a "["', at, at + 1);
      default:
        throw unexpected(text, at);
    }
    this.at++;
  }

  private operator(length: number): void {
    this.at += length;
    this.operand = false;
    this.operators++;
    this.enter(1, this.at - length);
  }

  private enter(levels: number, at: number): void {
    this.depth += levels;
    if (this.depth > maxDepth) {
      throw new SyntaxFault(
        `the expression nests more than ${maxDepth} deep; split it with a recording rule`,
        at,
        at + 1,
      );
    }
  }

  /** What was nested in an argument no longer counts in the next one. */
  private leaveArgument(): void {
    this.depth -= this.operators;
    this.operators = 0;
    this.operand = false;
  }

  private openParen(word: string): void {
    if (word !== '' && this.wordIsOperand) this.checkCallable(word);
    this.open.push({ from: this.at, matching: modifiers.has(word), operators: this.operators });
    this.operators = 0;
    this.enter(2, this.at);
    this.operand = false;
    this.at++;
  }

  private closeParen(): void {
    const paren = this.open.pop();
    if (!paren) throw new SyntaxFault('there is a ")" without a "("', this.at, this.at + 1);
    this.depth -= this.operators + 2;
    this.operators = paren.operators;
    this.operand = !paren.matching;
    this.at++;
  }

  private comment(): void {
    const from = this.at;
    while (this.at < this.text.length && this.text[this.at] !== '\n' && this.text[this.at] !== '\r') this.at++;
    this.mask(from, ' '.repeat(this.at - from));
  }

  private identifier(): void {
    const { text, at } = this;
    const end = identifierEnd(text, at, true);
    const word = text.slice(at, end).toLowerCase();
    this.at = end;
    this.word = word;
    this.wordFrom = at;
    this.wordIsOperand = false;
    if (word === 'inf' || word === 'nan') this.operand = true;
    else if (modifiers.has(word)) this.operand = false;
    else if (!this.operand) {
      this.wordIsOperand = true;
      this.operand = true;
      // The editor grammar takes the one for the keyword wherever it stands, and no longer knows the other.
      if (word === 'offset') this.mask(at, '_ffset');
      else if (word === 'holt_winters') this.mask(at, 'day_of_month');
    } else {
      this.operand = false;
      if (infix.has(word)) {
        this.operators++;
        this.enter(1, at);
      }
    }
  }

  /** A name before a parenthesis has to be a function that 2.42 knows, in its own spelling. */
  private checkCallable(word: string): void {
    const { wordFrom: from } = this;
    const name = this.text.slice(from, from + word.length);
    const to = from + word.length;
    if (aggregations.has(word) || word === 'by' || word === 'without' || word === 'offset') return;
    const before = this.text.slice(0, from).trimEnd();
    if ((word === 'start' || word === 'end') && before.endsWith('@')) return;
    const spec = functions.get(name);
    if (spec && spec.since === undefined) return;
    const since = spec?.since ?? newerAggregations.get(word);
    if (since !== undefined) {
      const kind = spec ? 'function' : 'aggregation';
      throw new SyntaxFault(`the ${kind} "${name}" needs Prometheus ${since}; rules must load on 2.42`, from, to);
    }
    const close = nearest(name, [...callable]);
    throw new SyntaxFault(`unknown function "${name}"${close ? `; did you mean "${close}"?` : ''}`, from, to);
  }

  private number(): void {
    const { text, at } = this;
    const end = tokenEnd(text, at);
    const token = text.slice(at, end);
    if (isDuration(token)) checkDuration(token, at);
    else if (parseNumber(token) === undefined) {
      throw new SyntaxFault(`"${token}" is not a number`, at, end);
    } else if (/\.(?:$|[eE])|^0[xX]/.test(token)) this.mask(at, '1'.repeat(end - at));
    this.at = end;
    this.operand = true;
  }

  private macro(): void {
    const end = scanMacro(this.text, this.at);
    if (end === undefined) throw unexpected(this.text, this.at);
    const text = this.text.slice(this.at, end);
    if (!this.macros) throw macroFault(text, this.at);
    // After `offset` stands a duration; elsewhere the tree has no place for it.
    if (!/\boffset\s*-?\s*$/i.test(this.text.slice(0, this.at))) {
      throw new SyntaxFault(
        `the macro ${text} stands where no duration can stand; macros go into […] and after offset`,
        this.at,
        end,
      );
    }
    this.mask(this.at, placeholder(end - this.at));
    this.at = end;
    this.operand = true;
  }

  private braces(open: number): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (this.at >= text.length) throw new SyntaxFault('the brace is not closed; a "}" is missing', open, open + 1);
      if (isSpace(code)) this.at++;
      else if (code === 0x23) this.comment();
      else if (isAlpha(code)) this.at = identifierEnd(text, this.at, false);
      else if (code === 0x22 || code === 0x27 || code === 0x60) this.at = scanString(text, this.at);
      else if (code === 0x2c || code === 0x3d) this.at++;
      else if (code === 0x7e && text[this.at - 1] === '=') this.at++;
      else if (code === 0x21 && (text[this.at + 1] === '=' || text[this.at + 1] === '~')) this.at += 2;
      else if (code === 0x7d) {
        this.at++;
        return;
      } else throw unexpected(text, this.at, ' inside braces');
    }
  }

  /** `[5m]`, `[5m:1m]`, `[5m:]`. Prometheus 2.42 takes any letter for the colon. */
  private brackets(open: number): void {
    const { text } = this;
    while (isSpace(text.charCodeAt(this.at))) this.at++;
    this.window(open);
    this.skip();
    const code = text.charCodeAt(this.at);
    if (code === 0x3a || isAlpha(code)) {
      if (code !== 0x3a) this.mask(this.at, ':');
      this.at++;
      this.skip();
      if (text[this.at] !== ']') this.window(open);
      this.skip();
    }
    if (this.at >= text.length) throw new SyntaxFault('the bracket is not closed; a "]" is missing', open, open + 1);
    if (text[this.at] !== ']') {
      const at = this.at;
      throw new SyntaxFault(`in a range stands a duration, then "]" or ":", not "${charAt(text, at)}"`, at, at + 1);
    }
    this.at++;
  }

  private window(open: number): void {
    const { text, at } = this;
    const macroEnd = scanMacro(text, at);
    if (macroEnd !== undefined) {
      if (!this.macros) throw macroFault(text.slice(at, macroEnd), at);
      this.mask(at, placeholder(macroEnd - at));
      this.at = macroEnd;
      return;
    }
    const end = tokenEnd(text, at);
    const token = text.slice(at, end);
    if (token === '') {
      if (at >= text.length) throw new SyntaxFault('the bracket is not closed; a "]" is missing', open, open + 1);
      throw new SyntaxFault('a range needs a duration such as 5m here', at, Math.min(at + 1, text.length));
    }
    if (!isDuration(token)) {
      throw new SyntaxFault(`the duration "${token}" has no unit; write "${token}s" for seconds`, at, end);
    }
    checkDuration(token, at);
    this.at = end;
  }

  private skip(): void {
    while (isSpace(this.text.charCodeAt(this.at)) || this.text[this.at] === '#') {
      if (this.text[this.at] === '#') this.comment();
      else this.at++;
    }
  }

  private mask(from: number, replacement: string): void {
    this.masked += this.text.slice(this.copied, from) + replacement;
    this.copied = from + replacement.length;
  }
}

const callable = new Set([
  ...[...functions.values()].filter(f => f.since === undefined).map(f => f.name),
  ...aggregations.keys(),
]);

/** As long as what it stands for, and a duration. */
const placeholder = (length: number) => `1${'0'.repeat(length - 2)}s`;

function macroFault(text: string, at: number): SyntaxFault {
  return new SyntaxFault(
    `the macro ${text} belongs to dashboards only; write a duration such as 5m`,
    at,
    at + text.length,
  );
}

function unexpected(text: string, at: number, where = ''): SyntaxFault {
  const char = charAt(text, at);
  return new SyntaxFault(`the character "${char}" has no meaning${where}`, at, at + char.length);
}

const charAt = (text: string, at: number) => String.fromCodePoint(text.codePointAt(at) ?? 0x20);

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const isAlpha = (code: number) => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;

function identifierEnd(text: string, from: number, colons: boolean): number {
  let i = from;
  for (let code = text.charCodeAt(i); isAlpha(code) || isDigit(code) || (colons && code === 0x3a); ) {
    code = text.charCodeAt(++i);
  }
  return i;
}

/** A unit letter at the end, which neither a hexadecimal digit nor an exponent is. */
const isDuration = (token: string) => !/^0[xX]/.test(token) && /[smhdwy]$/.test(token);

/** Where the number or duration that starts at `from` ends: at the next character that could not belong to one. */
function tokenEnd(text: string, from: number): number {
  let i = from;
  const hex = /^0[xX]/.test(text.slice(from, from + 2));
  for (;;) {
    const code = text.charCodeAt(i);
    const sign = (code === 0x2b || code === 0x2d) && !hex && i > from && /[eE]/.test(text[i - 1] as string);
    if (isAlpha(code) || isDigit(code) || code === 0x2e || sign) i++;
    else return i;
  }
}

function checkDuration(token: string, at: number): void {
  const duration = parseDuration(token);
  if (!duration) {
    const why = /^(\d+[a-z]+)+$/.test(token)
      ? 'units go from y, w, d, h, m, s to ms, each at most once, up to 292 years'
      : 'it is a whole number and a unit (y, w, d, h, m, s, ms)';
    throw new SyntaxFault(`"${token}" is not a duration: ${why}`, at, at + token.length);
  }
  if (duration.ms === 0) throw new SyntaxFault('a duration of zero selects nothing', at, at + token.length);
}
