import type { Finding, Place } from '../core/findings.js';
import { nearest } from '../core/nearest.js';
import { checkIds } from './check-ids.js';
import { form } from './waiver-text.js';

/** One check that somebody lets stand somewhere, and why. */
export interface Waiver {
  readonly id: string;
  readonly because: string;
  /** Where it is written. */
  readonly place: Place;
}

/** The waivers of a project or of files. */
export interface Waivers {
  readonly all: readonly Waiver[];
  /** What is wrong with others. */
  readonly faults: readonly Finding[];
  /** Those in force at a place, the innermost first. */
  readonly at: (place: Place) => Iterable<Waiver>;
}

/** The waivers of these ids, and what is wrong with those that cannot be. */
export function judge(
  ids: readonly string[],
  because: string,
  place: Place,
): { readonly waivers: Waiver[]; readonly faults: Finding[] } {
  const waivers: Waiver[] = [];
  const faults: Finding[] = [];
  for (const id of ids) {
    const fault = faultOf(id, because, place);
    if (fault) faults.push(fault);
    else waivers.push({ id, because, place });
  }
  return { waivers, faults };
}

const known: ReadonlySet<string> = new Set(checkIds);

function faultOf(id: string, because: string, place: Place): Finding | undefined {
  if (!known.has(id)) {
    const near = nearest(id, checkIds);
    const fix = near ? `write ${near}` : 'copy the id from a finding';
    return { id: 'waiver/unknown', severity: 'warning', place, message: `there is no check "${id}" to waive`, fix };
  }
  const why = refusal(id);
  if (why !== undefined)
    return {
      id: 'waiver/refused',
      severity: 'warning',
      place,
      message: `${id} cannot be waived: ${why}`,
      fix: 'mend it',
    };
  if (because.trim() !== '') return undefined;
  const message = `the waiver of ${id} has no reason, and is not in force`;
  return { id: 'waiver/no-reason', severity: 'error', place, message, fix: 'say why what is found may stand' };
}

/** A waiver in a comment that cannot be read. */
export const malformed = (place: Place): Finding => ({
  id: 'waiver/malformed',
  severity: 'warning',
  place,
  message: 'this is no waiver',
  fix: `write ${form}`,
});

const server = 'Prometheus would refuse to load it';
const refused: Readonly<Record<string, string>> = {
  'file/shape': server,
  'expr/syntax': server,
  'expr/type': server,
  'rule/macro': server,
  'group/duplicate': server,
};
const refusedAreas: Readonly<Record<string, string>> = {
  waiver: 'it is about waivers',
  proof: 'what has no proof cannot be tested; bring `given`',
  mutant: 'that takes waive(…)',
  simulation: 'the simulation is there for the tests',
  runbook: 'somebody will read the page at night',
  page: 'it is about what an application exports',
};

/** Why what a check finds can never stand; undefined when it can. */
export function refusal(id: string): string | undefined {
  return refused[id] ?? refusedAreas[id.slice(0, id.indexOf('/'))];
}

/** Checks that find little without a catalog, or need to know the installation: their waivers are not missed in an open world. */
export const needCatalog: ReadonlySet<string> = new Set([
  'alert/blind-spot',
  'counter/compared',
  'grouping/unknown',
  'histogram/at-start',
  'histogram/bare-name',
  'histogram/limit-beyond-buckets',
  'join/label-overwritten',
  'join/many-to-many',
  'join/needs-group',
  'label/alternative-unknown',
  'label/external',
  'label/unknown',
  'label/value-unknown',
  'legend/ambiguous',
  'metric/unknown',
  'offset/too-short',
  'panel/threshold-limit',
  'panel/too-many-series',
  'panel/unit-misread',
  'range/beyond-retention',
  'range/exact-multiple',
  'range/too-short',
  'ratio/no-traffic-guard',
  'ratio/of-sums',
  'sum/overlapping',
  'threshold/not-a-limit',
  'trend/on-counter',
  'variable/label-unknown',
]);

/**
 * Marks the findings that are waived, and adds what is wrong with the waivers. One that nothing needs is a finding, but
 * not where an error comes first: what stands behind it may not have been looked at.
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: Waivers,
  { open = false }: { readonly open?: boolean } = {},
): Finding[] {
  if (waivers.all.length === 0) return [...findings, ...waivers.faults];
  const settled = new Set<Waiver>();
  const marked = findings.map(finding => {
    const here = [...waivers.at(finding.place)];
    const waiver = here.find(({ id }) => id === finding.id);
    if (waiver) {
      settled.add(waiver);
      return { ...finding, waived: { because: waiver.because, place: waiver.place } };
    }
    if (finding.severity === 'error') for (const hidden of here) settled.add(hidden);
    return finding;
  });
  const unused = waivers.all.filter(waiver => !settled.has(waiver) && !(open && needCatalog.has(waiver.id)));
  return [...marked, ...waivers.faults, ...unused.map(unusedFinding)];
}

/** A waiver that nothing needs. */
export const unusedFinding = ({ id, place }: Waiver): Finding => ({
  id: 'waiver/unused',
  severity: 'warning',
  place,
  message: `nothing needs the waiver of ${id}`,
  fix: 'delete it',
});
