import type { CallSite } from './call-site.js';

/** How bad it is: an error stops the build, a warning and an info do not. */
export type Severity = 'error' | 'warning' | 'info';

/** Where a finding points to: a file, an item in it (an alert, a panel), a position, as far as each is known. */
export interface Place {
  readonly file: string;
  /** The named thing inside the file, e.g. `CoordinatorErrorRateElevated` or `Chat › Chat latency, tail › A`. */
  readonly item?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
}

/** Where something was defined, as findings say it: the line of content, and the way to the item: `Row › Panel › A`. */
export function placeOf(site: CallSite | undefined, ...items: readonly string[]): Place {
  return {
    file: site?.file ?? 'project',
    ...(items.length > 0 && { item: items.join(' › ') }),
    ...(site && { line: site.line, column: site.column }),
  };
}

/** A stretch of an expression's text, half open, in UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One problem in content. Values, collected and reported together; never thrown. */
export interface Finding {
  /** `area/thing`, e.g. `metric/unknown`. */
  readonly id: string;
  readonly severity: Severity;
  readonly place: Place;
  /** What is wrong, one sentence without a final full stop. */
  readonly message: string;
  /** What to write instead. */
  readonly fix?: string;
  /** The text that `span` points into. */
  readonly source?: string;
  readonly span?: Span;
  /** Somebody said that it may stand. It is counted and stops nothing. */
  readonly waived?: Waived;
}

/** Why a finding may stand, and where that is written. */
export interface Waived {
  readonly because: string;
  readonly place: Place;
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Findings in the order in which they are shown: errors first, then by place, id and span. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const key = (f: Finding) =>
    [
      f.place.file,
      String(f.place.line ?? 0).padStart(8, '0'),
      f.place.item ?? '',
      f.id,
      String(f.span?.from ?? 0).padStart(8, '0'),
    ].join('\0');
  return findings
    .map(finding => ({ finding, order: rank[finding.severity], key: key(finding) }))
    .sort((a, b) => a.order - b.order || compare(a.key, b.key) || compare(a.finding.message, b.finding.message))
    .map(({ finding }) => finding);
}

/** Findings that say something new: what the rungs of a ladder share was written once, and is told once. */
export function distinctFindings(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  return findings.filter(({ id, place, message, fix, span }) => {
    const key = JSON.stringify([id, place.file, place.line, place.column, place.item, message, fix, span]);
    return !told.has(key) && told.add(key);
  });
}

/** Whether there is a finding that stops the build. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(f => f.severity === 'error' && !f.waived);
}

/** The findings that nobody has waived. */
export function standing(findings: readonly Finding[]): Finding[] {
  return findings.filter(f => !f.waived);
}

/** Order by code units: the same on every machine, unlike localeCompare. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
