import { quote } from '../../promql/strings.js';
import type { FormatPart, Value, ValueKind } from './ast.js';
import { formatE, formatF, formatG } from './numbers.js';

const verbs: Readonly<Record<string, readonly ValueKind[]>> = {
  f: ['number'],
  F: ['number'],
  e: ['number'],
  g: ['number'],
  d: ['int'],
  s: ['string'],
  q: ['string'],
  t: ['bool'],
  v: ['string', 'number', 'int', 'bool'],
};

/** A printf format in parts; a sentence when it has a verb that annotations have no use for. */
export function parseFormat(format: string): readonly FormatPart[] | string {
  const parts: FormatPart[] = [];
  const pattern = /%([-+ 0]*)(\d*)(?:\.(\d*))?(.?)/gsu;
  let end = 0;
  for (const match of format.matchAll(pattern)) {
    const [whole, flags = '', width = '', precision, verb = ''] = match;
    if (match.index > end) parts.push(format.slice(end, match.index));
    end = match.index + whole.length;
    if (verb === '%') parts.push('%');
    else if (!(verb in verbs)) return `the verb "${whole}" is unknown here; use %f, %e, %g, %d, %s, %q or %v`;
    else {
      parts.push({
        verb,
        flags,
        width: Number(width),
        precision: precision === undefined ? undefined : Number(precision),
      });
    }
  }
  if (end < format.length) parts.push(format.slice(end));
  return parts;
}

/** What is wrong with arguments of these kinds for the format; undefined when they fit. */
export function checkFormat(format: readonly FormatPart[], args: readonly ValueKind[]): string | undefined {
  const wanted = format.filter(part => typeof part !== 'string');
  if (wanted.length !== args.length) return `the format has ${wanted.length} verbs for ${args.length} values`;
  const wrong = wanted.findIndex(({ verb }, i) => !verbs[verb]?.includes(args[i] as ValueKind));
  if (wrong < 0) return undefined;
  const advice = args[wrong] === 'number' ? 'use %.0f, %g or humanize' : args[wrong] === 'string' ? 'use %s' : 'use %v';
  return `%${wanted[wrong]?.verb} does not fit a ${args[wrong]}; ${advice}`;
}

/** The text that Go's Sprintf makes. */
export function printf(format: readonly FormatPart[], args: readonly Value[]): string {
  let next = 0;
  return format.map(part => (typeof part === 'string' ? part : formatOne(part, args[next++] as Value))).join('');
}

function formatOne(part: Exclude<FormatPart, string>, value: Value): string {
  const { flags, width } = part;
  if (value.kind === 'string' || value.kind === 'bool')
    return pad(words(part, String(value.value)), width, flags, false);
  let text = value.kind === 'int' ? String(value.value) : float(part, value.value);
  if (flags.includes('+')) text = /^[-+]/.test(text) ? text : `+${text}`;
  else if (flags.includes(' ')) text = text.startsWith('-') ? text : ` ${text.replace('+Inf', 'Inf')}`;
  return pad(text, width, flags, Number.isFinite(value.value));
}

function words({ verb, precision }: Exclude<FormatPart, string>, value: string): string {
  const cut = precision === undefined ? value : [...value].slice(0, precision).join('');
  return verb === 'q' ? quote(cut) : cut;
}

function float({ verb, precision }: Exclude<FormatPart, string>, value: number): string {
  if (verb === 'f' || verb === 'F') return formatF(value, precision ?? 6);
  return verb === 'e' ? formatE(value, precision ?? 6) : formatG(value, precision);
}

function pad(text: string, width: number, flags: string, zeros: boolean): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!zeros || !flags.includes('0')) return ' '.repeat(missing) + text;
  const sign = /^[-+ ]/.test(text) ? 1 : 0;
  return text.slice(0, sign) + '0'.repeat(missing) + text.slice(sign);
}
