import { SyntaxFault } from '../../promql/fault.js';
import { scanString, unquote } from '../../promql/strings.js';
import { Fault } from './ast.js';

/** A stretch of a template: text, or what stands between `{{` and `}}`. */
export type Chunk =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly tokens: readonly Token[]; readonly at: number };

export interface Token {
  readonly kind: 'word' | 'variable' | 'field' | 'string' | 'number' | 'punctuation';
  /** As written; of a string what it stands for. */
  readonly text: string;
  readonly at: number;
  /** Space stands before it: in Go templates `f (x)` and `f(x)` differ. */
  readonly spaced: boolean;
}

const space = /[ \t\r\n]*/y;

/** Cuts a template into text and code; trim markers and comments are dealt with here. @throws Fault */
export function scan(template: string): Chunk[] {
  const chunks: Chunk[] = [];
  let trim = false;
  for (let at = 0; ; ) {
    const open = template.indexOf('{{', at);
    let text = template.slice(at, open < 0 ? undefined : open);
    if (trim) text = text.replace(/^[ \t\r\n]+/, '');
    const trimBefore = open >= 0 && /^-[ \t\r\n]/.test(template.slice(open + 2, open + 4));
    if (trimBefore) text = text.replace(/[ \t\r\n]+$/, '');
    if (text !== '') chunks.push({ kind: 'text', text });
    if (open < 0) return chunks;
    const start = open + (trimBefore ? 3 : 2);
    const comment = skipComment(template, start, open);
    const code = comment ?? scanCode(template, start, open);
    if (code.tokens) chunks.push({ kind: 'code', tokens: code.tokens, at: open });
    trim = code.trimAfter;
    at = code.end;
  }
}

interface Code {
  readonly tokens?: readonly Token[];
  readonly end: number;
  readonly trimAfter: boolean;
}

function skipComment(template: string, start: number, open: number): Code | undefined {
  const body = start + (template.startsWith('/*', start) ? 0 : matchAt(space, template, start));
  if (!template.startsWith('/*', body) || (body > start && template[start - 1] !== '-')) return undefined;
  const close = template.indexOf('*/', body + 2);
  const end = close < 0 ? undefined : /^(?:[ \t\r\n]+-)?\}\}/.exec(template.slice(close + 2))?.[0];
  if (end === undefined) throw new Fault('the comment is not closed', open, 'end it with */}}');
  return { end: close + 2 + end.length, trimAfter: end.length > 2 };
}

function scanCode(template: string, start: number, open: number): Code {
  const tokens: Token[] = [];
  for (let at = start; ; ) {
    const gap = matchAt(space, template, at);
    at += gap;
    if (template.startsWith('}}', at)) return { tokens, end: at + 2, trimAfter: false };
    if (gap > 0 && template.startsWith('-}}', at)) return { tokens, end: at + 3, trimAfter: true };
    if (at >= template.length) throw new Fault('"{{" is not closed', open, 'add }}');
    const token = scanToken(template, at, gap > 0);
    tokens.push(token.token);
    at = token.end;
  }
}

const patterns = [
  ['variable', /\$\w*(?:\.\w+)*/y],
  ['field', /(?:\.[A-Za-z_]\w*)+/y],
  ['number', /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_]\w*/y],
  ['punctuation', /:=|[()|,=.]/y],
] as const;

function scanToken(template: string, at: number, spaced: boolean): { token: Token; end: number } {
  const char = template[at] as string;
  if (char === '"' || char === '`') {
    try {
      const end = scanString(template, at);
      return { token: { kind: 'string', text: unquote(template.slice(at, end)), at, spaced }, end };
    } catch (error) {
      if (error instanceof SyntaxFault) throw new Fault(error.message, error.from);
      throw error;
    }
  }
  for (const [kind, pattern] of patterns) {
    const length = matchAt(pattern, template, at);
    if (length > 0) return { token: { kind, text: template.slice(at, at + length), at, spaced }, end: at + length };
  }
  throw new Fault(`"${char}" means nothing inside {{ }}`, at);
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
