import { hasErrors } from '../core/findings.js';
import type { Claim, RuleTests } from '../prometheus/proof/render.js';
import { inputsByHand } from './by-hand.js';
import { keep, kept } from './cache.js';
import { fingerprint } from './fingerprint.js';
import { libraryState } from './library-state.js';
import type { Loaded } from './load.js';
import { inSources, sourceNames } from './sources.js';
import { validateArtefacts } from './validate.js';

/** The proofs that earlier runs worked out, by what they follow from. */
type Kept = Readonly<Record<string, RuleTests>>;

/**
 * The proofs of a project's rules and its scenarios, validated, and what was found with its place in the sources.
 * Working them out is the dearest part of a build, and most builds change few rules: proofs without errors are kept for
 * the next run.
 */
export async function proofsOf(loaded: Loaded): Promise<RuleTests> {
  const { config, project, content, url } = loaded;
  const { claims, renderProof } = await import('../prometheus/proof/render.js');
  const { plays, renderPlay } = await import('../prometheus/scenario/render.js');
  const { groups, world, site, scenarios } = project;
  const sources = sourceNames(loaded);
  const before: Kept = JSON.parse(kept(config, 'proofs', 'by-name') ?? '{}');
  const after: Record<string, RuleTests> = {};
  const proofs: RuleTests[] = [];
  const add = async (key: string | undefined, make: () => RuleTests) => {
    // Where something was found, its lines follow from all of the content.
    const placed = key && fingerprint([key, content], url);
    const proof = before[key ?? ''] ?? before[placed ?? ''] ?? (await validated(make(), loaded));
    proofs.push(proof);
    const own = proof.findings.length === 0 ? key : placed;
    if (own !== undefined && !hasErrors(proof.findings)) after[own] = proof;
  };
  for (const claim of claims(groups, world, site, sources)) {
    await add(await keyOf(claim, loaded), () => renderProof(claim));
  }
  for (const one of plays(scenarios, groups, site, sources)) {
    await add(fingerprint([one, libraryState(config)], url), () => renderPlay(one));
  }
  const changed = Object.keys({ ...before, ...after }).some(key => !(key in before && key in after));
  if (changed) keep(config, 'proofs', 'by-name', JSON.stringify(after));
  return { files: proofs.flatMap(p => p.files), findings: proofs.flatMap(p => p.findings) };
}

async function validated({ files, findings }: RuleTests, loaded: Loaded): Promise<RuleTests> {
  return { files, findings: inSources([...findings, ...(await validateArtefacts(new Map(files)))], loaded) };
}

/** The claim by value, with the code that may write input for it, and this library. Undefined when there is no telling. */
async function keyOf(claim: Claim, { content, url, config }: Loaded): Promise<string | undefined> {
  try {
    const inputs = await inputsByHand(claim.groups.flatMap(group => group.rules));
    return fingerprint([claim, inputs, inputs.length > 0 && content, libraryState(config)], url);
  } catch {
    return undefined;
  }
}
