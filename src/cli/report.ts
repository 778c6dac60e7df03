import { readFileSync } from 'node:fs';
import type { CallSite } from '../core/call-site.js';
import { type Finding, type Severity, type Span, standing } from '../core/findings.js';
import { type Colors, plural } from './terminal.js';

/** How wide an expression may be before only the part around the carets is shown. */
const widest = 140;

export interface ReportOptions {
  readonly colors: Colors;
  readonly width?: number | undefined;
}

/** Findings as a good compiler prints them, one empty line between two. */
export function renderFindings(findings: readonly Finding[], options: ReportOptions): string {
  return findings.map(finding => renderFinding(finding, options)).join('\n\n');
}

function renderFinding(
  { id, severity, place, message, fix, source, span }: Finding,
  { colors, width }: ReportOptions,
): string {
  const position = place.line === undefined ? '' : `:${place.line}`;
  const where = [`${place.file}${position}`, ...(place.item ? [place.item] : [])].join(' › ');
  const head = `${paint(severity, colors)(severity)} ${colors.bold(id)}  ${colors.cyan(where)}`;
  const body =
    source !== undefined && span
      ? [...excerpt(source, span, width ?? widest, message, colors)]
      : [...(source === undefined ? [] : [source]), message];
  return [head, ...body.map(indent), ...(fix ? [indent(`${colors.green('fix:')} ${fix}`)] : [])].join('\n');
}

/** The line that a span lies in, with carets under it and the message after them; cut to fit. */
function* excerpt(source: string, span: Span, width: number, message: string, colors: Colors): Iterable<string> {
  const start = source.lastIndexOf('\n', Math.max(0, span.from - 1)) + 1;
  const newline = source.indexOf('\n', start);
  const line = source.slice(start, newline < 0 ? undefined : newline);
  const from = span.from - start;
  const to = Math.min(Math.max(span.to - start, from + 1), Math.max(line.length, from + 1));
  const room = Math.max(40, width - 4);
  const skip = line.length <= room ? 0 : Math.max(0, Math.min(from - Math.floor(room / 3), line.length - room));
  const head = skip > 0 ? '…' : '';
  const shown = head + line.slice(skip + head.length, skip + room);
  yield shown + (skip + room < line.length ? '…' : '');
  const column = columns(line.slice(skip, from));
  const carets = '^'.repeat(Math.max(1, Math.min(columns(line.slice(from, to)), room - column)));
  const mark = `${' '.repeat(column)}${colors.red(carets)}`;
  // Beside the carets while that fits, else below.
  if (column + carets.length + 1 + message.length <= Math.max(room, 100)) yield `${mark} ${message}`;
  else yield* [mark, message];
}

/** Characters, not code units. */
const columns = (text: string) => [...text].length;
const indent = (line: string) => `  ${line}`;
const paint = (severity: Severity, colors: Colors) =>
  ({ error: colors.red, warning: colors.yellow, info: colors.blue })[severity];

/** `2 errors, 1 warning, 1 waived`. */
export function summarize(findings: readonly Finding[]): string {
  const count = (severity: Severity) => standing(findings).filter(f => f.severity === severity).length;
  const parts = [
    [count('error'), 'error'],
    [count('warning'), 'warning'],
    [count('info'), 'note'],
  ] as const;
  const some = parts.filter(([n]) => n > 0).map(([n, name]) => plural(n, name));
  const waived = findings.filter(f => f.waived).length;
  return [...(some.length > 0 ? some : ['no findings']), ...(waived > 0 ? [`${waived} waived`] : [])].join(', ');
}

/** An error that stopped everything: where, what, and what to do. */
export function renderError(
  message: string,
  fix: string | undefined,
  site: CallSite | undefined,
  place: string,
  colors: Colors,
): string {
  const error = colors.red('error');
  const hint = fix ? [indent(`${colors.green('fix:')} ${fix}`)] : [];
  if (!site) return [`${error}: ${message}`, ...hint].join('\n');
  const line = sourceLine(site);
  const at = { from: site.column - 1, to: site.column };
  const body = line?.trim() ? [...excerpt(line, at, widest, message, colors)] : [message];
  return [`${error}  ${colors.cyan(`${place}:${site.line}:${site.column}`)}`, ...body.map(indent), ...hint].join('\n');
}

function sourceLine({ file, line }: CallSite): string | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1]?.replaceAll('\t', ' ');
  } catch {
    return undefined;
  }
}
