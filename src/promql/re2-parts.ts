/** What a pattern means: whether the empty text matches, and JavaScript source (for the `u` flag) that matches the same. */
export interface Re2 {
  readonly empty: boolean;
  /** Undefined when the pattern has no JavaScript equivalent. */
  readonly source: string | undefined;
}

/** Raised inside the regular expression parser only. */
export class RegexFault extends Error {}

/** A part of a pattern. */
export interface Piece extends Re2 {
  /** The product of the counted repetitions inside each other, which Go limits to 1000. */
  readonly repeats: number;
  /** Whether a repetition without end is in it. */
  readonly endless: boolean;
}

export const piece = (source: string | undefined, empty = false, repeats = 1, endless = false): Piece => ({
  source,
  empty,
  repeats,
  endless,
});

/** How often something repeats: `*`, `{2,5}`; `max` is -1 for without end. */
export interface Count {
  readonly min: number;
  readonly max: number;
  readonly text: string;
  readonly counted?: boolean;
}

/** Go takes a brace that is no count for a literal one. */
const counted = /^\{(0|[1-9]\d*)(?:,(0|[1-9]\d*|))?\}/;

/** The repetition that stands at `at`, without its question mark; undefined when none does. */
export function readCount(text: string, at: number): Count | undefined {
  switch (text[at]) {
    case '*':
      return { min: 0, max: -1, text: '*' };
    case '+':
      return { min: 1, max: -1, text: '+' };
    case '?':
      return { min: 0, max: 1, text: '?' };
    case '{':
      break;
    default:
      return undefined;
  }
  const match = counted.exec(text.slice(at));
  if (!match) return undefined;
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : match[2] === '' ? -1 : Number(match[2]);
  if (min > 1000 || max > 1000 || (max >= 0 && min > max)) {
    throw new RegexFault(`"${match[0]}" is no possible count (at most 1000, the smaller number first)`);
  }
  return { min, max, text: match[0], counted: true };
}

/** A piece with its repetition. @throws RegexFault when Go would not count that far. */
export function repeat(of: Piece, { min, max, text, counted: isCounted }: Count): Piece {
  const times = max < 0 ? min : max;
  const repeats = isCounted ? (max === 0 ? 0 : Math.max(times, 1) * of.repeats) : of.repeats;
  if (isCounted && times >= 2 && repeats > 1000) throw new RegexFault(`"${text}" repeats more than 1000 times in all`);
  // RE2 takes linear time for everything; JavaScript may take for ever over one endless repetition in another.
  const safe = of.source !== undefined && !(max < 0 && of.endless);
  return piece(safe ? `(?:${of.source})${text}` : undefined, min === 0 || of.empty, repeats, max < 0 || of.endless);
}

export const assertions: Readonly<Record<string, Piece>> = {
  A: piece('^', true),
  z: piece('$', true),
  b: piece('\\b'),
  B: piece('\\B', true),
};

/** One character as JavaScript source; in both cases when case does not count. */
export function literal(char: string, ignoreCase: boolean): string {
  const escaped = (c: string) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`;
  if (ignoreCase) {
    const forms = new Set([char, char.toLowerCase(), char.toUpperCase()].filter(f => [...f].length === 1));
    if (forms.size > 1) return `[${[...forms].map(escaped).join('')}]`;
  }
  return /^[a-zA-Z0-9_ :,;<>=@#%&!"'`~-]$/.test(char) ? char : escaped(char);
}
