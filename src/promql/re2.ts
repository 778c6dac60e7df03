import { classEscape, parseClass } from './re2-class.js';
import {
  assertions,
  type Count,
  literal,
  type Piece,
  piece,
  type Re2,
  RegexFault,
  readCount,
  repeat,
} from './re2-parts.js';

export type Re2Result = Re2 | { readonly error: string };

const cache = new Map<string, Re2Result>();

/**
 * Reads a matcher's pattern by the rules of Go's regexp package. Prometheus parses it as it stands and compiles it
 * inside `^(?:` and `)$`, which a `\Q` without its `\E` swallows: both must go well.
 */
export function parseRe2(pattern: string): Re2Result {
  const known = cache.get(pattern);
  if (known) return known;
  let result: Re2Result;
  try {
    new Parser(pattern).run();
    result = new Parser(`^(?:${pattern})$`).run();
  } catch (error) {
    if (!(error instanceof RegexFault)) throw error;
    result = { error: error.message };
  }
  if (cache.size >= 1000) cache.clear();
  cache.set(pattern, result);
  return result;
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

const maxGroups = 1000;

class Parser {
  private at = 0;
  private depth = 0;
  private flags: Flags = { i: false, m: false, s: false };
  private readonly names = new Set<string>();

  constructor(private readonly text: string) {}

  run(): Re2 {
    const { source, empty } = this.alternatives();
    if (this.at < this.text.length) throw new RegexFault('there is a ")" without a "("');
    return { source, empty };
  }

  /** Up to the end or the parenthesis that closes the group. */
  private alternatives(): Piece {
    const branches = [this.sequence()];
    while (this.text[this.at] === '|') {
      this.at++;
      branches.push(this.sequence());
    }
    const sources = branches.map(b => b.source);
    return piece(
      sources.includes(undefined) ? undefined : sources.join('|'),
      branches.some(b => b.empty),
      branches.reduce((most, b) => Math.max(most, b.repeats), 0),
      branches.some(b => b.endless),
    );
  }

  private sequence(): Piece {
    const pieces: Piece[] = [];
    let repeated = false;
    while (this.at < this.text.length && this.text[this.at] !== '|' && this.text[this.at] !== ')') {
      const count = this.repetition();
      if (!count) {
        this.atom(pieces);
        repeated = false;
        continue;
      }
      const last = pieces.pop();
      if (!last) throw new RegexFault(`there is nothing before "${count.text}" to repeat`);
      if (repeated) throw new RegexFault(`"${count.text}" repeats a repetition`);
      repeated = true;
      pieces.push(repeat(last, count));
    }
    const sources = pieces.map(p => p.source);
    return piece(
      sources.includes(undefined) ? undefined : sources.join(''),
      pieces.every(p => p.empty),
      pieces.reduce((most, p) => Math.max(most, p.repeats), 1),
      pieces.some(p => p.endless),
    );
  }

  private repetition(): Count | undefined {
    const count = readCount(this.text, this.at);
    if (!count) return undefined;
    this.at += count.text.length;
    // Greed does not change whether something matches.
    if (this.text[this.at] === '?') this.at++;
    return count;
  }

  private atom(pieces: Piece[]): void {
    const { text, flags } = this;
    const char = String.fromCodePoint(text.codePointAt(this.at) as number);
    switch (char) {
      case '(':
        this.group(pieces);
        return;
      case '[': {
        const set = parseClass(text, this.at, flags.i);
        this.at = set.end;
        pieces.push(piece(set.source));
        return;
      }
      case '.':
        pieces.push(piece(flags.s ? '[^]' : '[^\\n]'));
        break;
      case '^':
        pieces.push(piece(flags.m ? '(?:^|(?<=\\n))' : '^', true));
        break;
      case '$':
        pieces.push(piece(flags.m ? '(?=\\n|$)' : '$', true));
        break;
      case '\\':
        this.escape(pieces);
        return;
      default:
        pieces.push(piece(literal(char, flags.i)));
    }
    this.at += char.length;
  }

  private escape(pieces: Piece[]): void {
    const { text, at, flags } = this;
    const next = text[at + 1] ?? '';
    const simple = assertions[next];
    if (simple) {
      pieces.push(simple);
      this.at += 2;
      return;
    }
    if (next === 'Q') {
      const close = text.indexOf('\\E', at + 2);
      const end = close < 0 ? text.length : close;
      for (const char of text.slice(at + 2, end)) pieces.push(piece(literal(char, flags.i)));
      this.at = close < 0 ? end : end + 2;
      return;
    }
    const escaped = classEscape(text, at);
    this.at = escaped.end;
    pieces.push(
      piece(
        typeof escaped.value === 'number'
          ? literal(String.fromCodePoint(escaped.value), flags.i)
          : `[${escaped.value}]`,
      ),
    );
  }

  private group(pieces: Piece[]): void {
    const before = this.flags;
    const named = /^\(\?P<(\w*)>/.exec(this.text.slice(this.at));
    if (named) {
      const name = named[1] as string;
      if (name === '' || this.names.has(name)) throw new RegexFault(`the group name "${name}" is empty or used twice`);
      this.names.add(name);
      this.at += named[0].length;
    } else if (this.text.startsWith('(?', this.at)) {
      // Without a colon the flags hold for the rest of the enclosing group.
      if (this.readFlags() === ')') return;
    } else this.at++;
    if (++this.depth > maxGroups) throw new RegexFault('groups nest too deep');
    const inner = this.alternatives();
    if (this.text[this.at] !== ')') throw new RegexFault('a ")" is missing');
    this.at++;
    this.depth--;
    this.flags = before;
    pieces.push({ ...inner, source: inner.source === undefined ? undefined : `(?:${inner.source})` });
  }

  private readFlags(): string {
    const match = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(this.text.slice(this.at));
    if (!match) {
      const start = this.text.slice(this.at, this.at + 4);
      const help = /^\(\?<?[=!]/.test(start) ? 'RE2 has no look-around' : 'groups are (…), (?:…), (?P<name>…), (?i)';
      throw new RegexFault(`"${start}" opens no group: ${help}`);
    }
    const [all, on = '', off = '', end = ''] = match;
    const flag = (name: keyof Flags) => (this.flags[name] || on.includes(name)) && !off.includes(name);
    this.flags = { i: flag('i'), m: flag('m'), s: flag('s') };
    this.at += all.length;
    return end;
  }
}
