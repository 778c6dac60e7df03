import { classEscape, parseClass } from './re2-class.js';

/** What a pattern means: whether the empty text matches, and JavaScript source (for the `u` flag) that matches the same. */
export interface Re2 {
  readonly empty: boolean;
  /** Undefined when the pattern has no JavaScript equivalent. */
  readonly source: string | undefined;
}

export type Re2Result = Re2 | { readonly error: string };

/** Raised inside the regular expression parser only. */
export class RegexFault extends Error {}

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

/** `repeats`: the product of the counted repetitions inside each other, which Go limits to 1000. */
interface Piece extends Re2 {
  readonly repeats: number;
}

const piece = (source: string | undefined, empty = false, repeats = 1): Piece => ({ source, empty, repeats });

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
      Math.max(...branches.map(b => b.repeats)),
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
    );
  }

  private repetition(): Count | undefined {
    const { text, at } = this;
    const char = text[at];
    let count: Count;
    if (char === '*') count = { min: 0, max: -1, text: '*' };
    else if (char === '+') count = { min: 1, max: -1, text: '+' };
    else if (char === '?') count = { min: 0, max: 1, text: '?' };
    else {
      const match = char === '{' ? counted.exec(text.slice(at)) : null;
      if (!match) return undefined;
      const min = Number(match[1]);
      const max = match[2] === undefined ? min : match[2] === '' ? -1 : Number(match[2]);
      count = { min, max, text: match[0], counted: true };
      if (min > 1000 || max > 1000 || (max >= 0 && min > max)) {
        throw new RegexFault(`"${count.text}" is no possible count (at most 1000, the smaller number first)`);
      }
    }
    this.at += count.text.length;
    // Greed does not change whether something matches.
    if (text[this.at] === '?') this.at++;
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
    pieces.push(piece(inner.source === undefined ? undefined : `(?:${inner.source})`, inner.empty, inner.repeats));
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

interface Count {
  readonly min: number;
  readonly max: number;
  readonly text: string;
  readonly counted?: boolean;
}

/** Go takes a brace that is no count for a literal one. */
const counted = /^\{(0|[1-9]\d*)(?:,(0|[1-9]\d*|))?\}/;

function repeat(of: Piece, { min, max, text, counted: isCounted }: Count): Piece {
  const times = max < 0 ? min : max;
  const repeats = isCounted ? (max === 0 ? 0 : Math.max(times, 1) * of.repeats) : of.repeats;
  if (isCounted && times >= 2 && repeats > 1000) throw new RegexFault(`"${text}" repeats more than 1000 times in all`);
  const wrapped = of.source && `(?:${of.source})${text}`;
  return piece(wrapped, min === 0 || of.empty, repeats);
}

const assertions: Readonly<Record<string, Piece>> = {
  A: piece('^', true),
  z: piece('$', true),
  b: piece('\\b'),
  B: piece('\\B', true),
};

/** One character as JavaScript source; in both cases when case does not count. */
function literal(char: string, ignoreCase: boolean): string {
  const escaped = (c: string) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`;
  if (ignoreCase) {
    const forms = new Set([char, char.toLowerCase(), char.toUpperCase()].filter(f => [...f].length === 1));
    if (forms.size > 1) return `[${[...forms].map(escaped).join('')}]`;
  }
  return /^[a-zA-Z0-9_ :,;<>=@#%&!"'`~-]$/.test(char) ? char : escaped(char);
}
