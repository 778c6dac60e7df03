import { SourceMap } from 'node:module';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallSite } from '../core/call-site.js';

/** Turns call sites into places in the sources: paths absolute, lines and columns 1-based. */
export type Locate = (site: CallSite) => CallSite;

/** Maps call sites of a bundle that was imported from `url`; the map is parsed when the first one is asked for. */
export function locator(url: string, map: string, root: string): Locate {
  let parsed: SourceMap | undefined;
  return site => {
    if (site.file.startsWith('file:')) return { ...site, file: fileURLToPath(site.file) };
    if (site.file !== url) return site;
    parsed ??= new SourceMap(JSON.parse(map));
    const entry = parsed.findEntry(site.line - 1, site.column - 1);
    if (!('originalSource' in entry)) return { ...site, file: root };
    const { originalSource, originalLine, originalColumn } = entry;
    return { file: resolve(root, originalSource), line: originalLine + 1, column: originalColumn + 1 };
  };
}

/** The innermost frame of an error's stack that lies in a bundle or in another file of the content. */
export function frameOf(error: unknown, url: string): CallSite | undefined {
  const stack = String((error as Error | undefined)?.stack ?? '');
  const at = stack.indexOf(url);
  const [, line, column] = at < 0 ? [] : (/^:(\d+)(?::(\d+))?/.exec(stack.slice(at + url.length)) ?? []);
  return line === undefined ? undefined : { file: url, line: Number(line), column: Number(column ?? 1) };
}

/** A place as people write it: relative to a folder, unless that leads out of it. */
export function shorten(file: string, folder: string): string {
  const short = relative(folder, file);
  return short === '' || short.startsWith('..') ? file : short.split('\\').join('/');
}
