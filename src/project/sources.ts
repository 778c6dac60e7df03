import type { CallSite } from '../core/call-site.js';
import { type Finding, sortFindings } from '../core/findings.js';
import type { Loaded } from './load.js';
import { shorten } from './locate.js';

/** Tells the source file of a call site relative to the project, as headers of generated files name it. */
export function sourceNames({ locate, root }: Pick<Loaded, 'locate' | 'root'>) {
  return (site: CallSite | undefined): string | undefined => site && shorten(locate(site).file, root);
}

/** Findings with their places in the sources, most serious first. */
export function inSources(findings: readonly Finding[], { locate, root }: Pick<Loaded, 'locate' | 'root'>): Finding[] {
  return sortFindings(
    findings.map(finding => {
      const { place } = finding;
      const { file, line = 1, column = 1 } = place;
      const found = locate({ file, line, column });
      if (found.file === file) return finding;
      const position = place.line === undefined ? {} : { line: found.line, column: found.column };
      return { ...finding, place: { ...place, file: shorten(found.file, root), ...position } };
    }),
  );
}
