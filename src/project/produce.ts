import { type Finding, hasErrors } from '../core/findings.js';
import { inputsByHand } from './by-hand.js';
import { keep, kept } from './cache.js';
import { fingerprint } from './fingerprint.js';
import { libraryState } from './library-state.js';
import type { Loaded } from './load.js';
import type { Artefacts } from './plan.js';

/** What a build comes to. */
export interface Outcome {
  /** Everything that the project generates; undefined when a finding is an error. */
  readonly artefacts: Artefacts | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Checks a project and generates all of it, in memory. The content has run, and what follows from it follows from
 * nothing else: when an earlier run had the same project and the same library, its outcome is this one's.
 */
export async function produce(loaded: Loaded): Promise<Outcome> {
  const key = await keyOf(loaded);
  const before = key === undefined ? undefined : kept(loaded.config, 'outcome', key);
  if (before !== undefined) {
    const { files, findings }: { files: [string, string][]; findings: Finding[] } = JSON.parse(before);
    return { artefacts: new Map(files), findings };
  }
  const outcome = await work(loaded);
  if (outcome.artefacts && key !== undefined) {
    keep(loaded.config, 'outcome', key, JSON.stringify({ files: [...outcome.artefacts], findings: outcome.findings }));
  }
  return outcome;
}

async function work(loaded: Loaded): Promise<Outcome> {
  const [{ checkContent }, { piecesOf }] = await Promise.all([import('./check.js'), import('./pieces.js')]);
  const pieces = piecesOf(loaded);
  const found = await checkContent(loaded, pieces);
  if (hasErrors(found)) return { artefacts: undefined, findings: found };
  const [{ render }, { inSources }] = await Promise.all([import('./render.js'), import('./sources.js')]);
  const { artefacts, findings } = await render(loaded, pieces);
  pieces.keep();
  const all = inSources([...found, ...findings], loaded);
  return { artefacts: hasErrors(all) ? undefined : artefacts, findings: all };
}

/** The whole project by value, its code, and this library. Undefined when there is no telling. */
async function keyOf({ project, content, url, config }: Loaded): Promise<string | undefined> {
  try {
    const inputs = await inputsByHand(project.groups.flatMap(group => group.rules));
    return fingerprint([project, inputs, content, config, libraryState(config)], url);
  } catch {
    return undefined;
  }
}
