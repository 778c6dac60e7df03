import { readFileSync } from 'node:fs';

/*
 * Texts that content imports (prose of runbooks, templates) are no part of its bundle: it asks for them by path, and
 * they are put behind it when it runs. So a text can change without a new bundle.
 */

/** What a text is as a module of the bundle. */
export const textModule = (path: string): string => `export default ${asking}(${JSON.stringify(path)});\n`;

/** A bundle's code with its texts as they are now, behind it so that its lines stay where they are. */
export function withTexts(code: string, texts: readonly string[]): string {
  if (texts.length === 0) return code;
  // A mark of the byte order is no text.
  const contents = texts.map(path => [path, readFileSync(path, 'utf8').replace(/^\uFEFF/, '')]);
  const known = `${asking}.known ??= new Map(${JSON.stringify(contents)})`;
  return `${code}\nfunction ${asking}(path) { return (${known}).get(path); }\n`;
}

const asking = '__textOfTelltale';
