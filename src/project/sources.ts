import type { CallSite } from '../core/call-site.js';
import { type Finding, type Place, sortFindings } from '../core/findings.js';
import type { Loaded } from './load.js';
import { shorten } from './locate.js';

/** Tells the source file of a call site relative to the project, as headers of generated files name it. */
export function sourceNames({ locate, root }: Pick<Loaded, 'locate' | 'root'>) {
  return (site: CallSite | undefined): string | undefined => site && shorten(locate(site).file, root);
}

/** Findings with their places in the sources, most serious first. */
export function inSources(findings: readonly Finding[], loaded: Pick<Loaded, 'locate' | 'root'>): Finding[] {
  return sortFindings(
    findings.map(finding => {
      const { place, waived } = finding;
      return {
        ...finding,
        place: inSource(place, loaded),
        ...(waived && { waived: { ...waived, place: inSource(waived.place, loaded) } }),
      };
    }),
  );
}

function inSource(place: Place, { locate, root }: Pick<Loaded, 'locate' | 'root'>): Place {
  const { file, line = 1, column = 1 } = place;
  const found = locate({ file, line, column });
  if (found.file === file) return place;
  const position = place.line === undefined ? {} : { line: found.line, column: found.column };
  return { ...place, file: shorten(found.file, root), ...position };
}
