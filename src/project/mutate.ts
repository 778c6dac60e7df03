import { load as parseYaml } from 'js-yaml';
import { TelltaleError } from '../core/errors.js';
import type { Finding, Place } from '../core/findings.js';
import { placeOf } from '../core/findings.js';
import type { Rule } from '../prometheus/model.js';
import type { TestDocument } from '../prometheus/mutation/documents.js';
import type { Mutant } from '../prometheus/mutation/model.js';
import { suiteOf } from '../prometheus/mutation/suite.js';
import { covers, unusedWaiver, type Waiver } from '../prometheus/mutation/waivers.js';
import { nameOf } from '../prometheus/names.js';
import { confirm } from './confirm.js';
import type { Loaded } from './load.js';
import { runCases } from './mutant-threads.js';
import { keptVerdicts } from './mutant-verdicts.js';
import { byRule, type Case, casesOf, isMeant, keyer } from './mutants.js';
import type { Artefacts } from './plan.js';
import { inSources } from './sources.js';

/** What became of one mutant. */
export type Fate =
  | { readonly is: 'killed'; readonly by: string }
  | { readonly is: 'equivalent'; readonly because: string }
  | { readonly is: 'waived'; readonly because: string }
  | { readonly is: 'survived' };

/** A rule and its mutants. */
export interface RuleReport {
  /** `CoordinatorDown (critical)`, or the recorded series. */
  readonly rule: string;
  readonly place: Place;
  readonly mutants: readonly { readonly mutant: Mutant; readonly fate: Fate }[];
}

/** How the mutants of a project fared. */
export interface MutationReport {
  readonly rules: readonly RuleReport[];
  /** Waivers that nothing needs. */
  readonly findings: readonly Finding[];
  /** How many verdicts were known from an earlier run. */
  readonly remembered: number;
}

export interface MutateOptions {
  /** Only rules with this in their name. */
  readonly filter?: string;
  /** Ends the run: what was found out by then is kept. */
  readonly signal?: AbortSignal;
  readonly progress?: (text: string) => void;
}

/** Where more survive, there are tests to be written first: promtool takes about a second for each. */
const few = 100;

/** The tests of rules; scenarios are about all of them at once, and too dear for this. */
const testsFolder = /^prometheus\/tests\/([^/]+)\.test\.ya?ml$/;

/**
 * Changes one thing at a time in the rules of a project and looks whether its tests notice. The tests are run by our
 * own engine; what it lets survive without a waiver is tried by promtool too, where that is not too much.
 * @throws TelltaleError when no rule is meant, or the run was ended
 */
export async function mutate(
  loaded: Loaded,
  artefacts: Artefacts,
  options: MutateOptions = {},
): Promise<MutationReport> {
  const { filter = '', signal = new AbortController().signal, progress = () => {} } = options;
  const { project, config } = loaded;
  const texts = new Map(
    [...artefacts].flatMap(([path, text]): [string, string][] => {
      const name = testsFolder.exec(path)?.[1];
      return name === undefined ? [] : [[name, text]];
    }),
  );
  const documents = new Map([...texts].map(([name, text]) => [name, parseYaml(text) as TestDocument]));
  const suite = suiteOf(project.groups, project.site, documents);
  const all = casesOf(project);
  const cases = all.filter(one => isMeant(one.original, filter));
  if (cases.length === 0 && all.length > 0) throw nothingMeant(filter, all);

  const keyOf = keyer(suite, project.site);
  const verdicts = keptVerdicts(config);
  const keys = new Map(cases.filter(one => !one.mutant.equivalent).map(one => [one, keyOf(one)]));
  const unknown = [...keys].filter(([, key]) => verdicts.get(key) === undefined).map(([one]) => one);
  const survivors: Case[] = [];
  let done = 0;
  await runCases(
    unknown,
    suite,
    { config, documents },
    ({ index, killedBy }) => {
      const one = all[index] as Case;
      progress(`${++done}/${unknown.length}  ${nameOf(one.original)}  ${one.mutant.change}`);
      if (killedBy === undefined) survivors.push(one);
      else verdicts.set(keys.get(one) as string, killedBy);
    },
    signal,
  );
  const waived = (one: Case) => project.waivers.some(waiver => covers(waiver, one.mutant));
  const unexcused = survivors.filter(one => !waived(one));
  if (!signal.aborted && unexcused.length <= few) {
    const filesOf = (one: Case) => suite.filesFor(one.original).map(name => [name, texts.get(name) as string] as const);
    const failed = await confirm(unexcused, filesOf, project, n => progress(`promtool looks at what survived: ${n}`));
    const found = new Map(unexcused.map((one, i) => [one, failed[i]]));
    for (const one of survivors) {
      const by = found.get(one);
      verdicts.set(keys.get(one) as string, by === undefined ? '' : `${by} (promtool)`);
    }
  }
  progress('');
  verdicts.save(filter === '' && !signal.aborted ? new Set(keys.values()) : undefined);
  if (signal.aborted)
    throw new TelltaleError(`ended after ${done} of ${unknown.length} mutants`, {
      fix: 'run it again: it goes on from there',
    });

  const fateOf = (one: Case): Fate => {
    const { mutant } = one;
    if (mutant.equivalent !== undefined) return { is: 'equivalent', because: mutant.equivalent };
    const by = verdicts.get(keys.get(one) as string);
    if (by !== undefined && by !== '') return { is: 'killed', by };
    const waiver = project.waivers.find(w => covers(w, mutant));
    return waiver ? { is: 'waived', because: waiver.because } : { is: 'survived' };
  };
  const fates = cases.map(one => ({ one, fate: fateOf(one) }));
  return {
    rules: [...byRule(fates, ({ one }) => one.original)].map(([rule, own]) => ({
      rule: rule.kind === 'alert' ? `${rule.name} (${rule.severity})` : nameOf(rule),
      place: placeIn(loaded, rule),
      mutants: own.map(({ one, fate }) => ({ mutant: one.mutant, fate })),
    })),
    findings: inSources(unused(project.waivers, fates, filter), loaded),
    remembered: keys.size - unknown.length,
  };
}

function nothingMeant(filter: string, all: readonly Case[]): TelltaleError {
  const names = [...new Set(all.map(one => nameOf(one.original)))];
  return new TelltaleError(`no rule has "${filter}" in its name`, { fix: `there are ${names.join(', ')}` });
}

/** Where a rule stands in the sources. */
function placeIn(loaded: Loaded, rule: Rule): Place {
  const finding: Finding = { id: 'mutant/survived', severity: 'error', place: placeOf(rule.site), message: '' };
  return (inSources([finding], loaded)[0] as Finding).place;
}

type Fates = readonly { readonly one: Case; readonly fate: Fate }[];

/** Waivers of rules that are meant, or of none, that cover nothing that survived. */
function unused(waivers: readonly Waiver[], fates: Fates, filter: string): Finding[] {
  const needed = (waiver: Waiver) => fates.some(({ one, fate }) => fate.is === 'waived' && covers(waiver, one.mutant));
  const mutants = fates.map(({ one }) => one.mutant);
  return waivers
    .filter(waiver => waiver.rule.toLowerCase().includes(filter.toLowerCase()) && !needed(waiver))
    .map(waiver => unusedWaiver(waiver, mutants));
}
