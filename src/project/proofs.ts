import { hasErrors } from '../core/findings.js';
import type { Claim, RuleTests } from '../prometheus/proof/render.js';
import { inputsByHand } from './by-hand.js';
import { keep, kept } from './cache.js';
import { fingerprint } from './fingerprint.js';
import { libraryState } from './library-state.js';
import type { Loaded } from './load.js';
import { sourceNames } from './sources.js';
import { validateArtefacts } from './validate.js';

/** The proofs that earlier runs worked out, by what they follow from. */
type Kept = Readonly<Record<string, RuleTests>>;

/**
 * The proofs of a project's alerts, validated. Working them out is the dearest part of a build, and most builds change
 * few rules: proofs without errors are kept for the next run.
 */
export async function proofsOf(loaded: Loaded): Promise<RuleTests> {
  const { config, project } = loaded;
  const { claims, renderProof } = await import('../prometheus/proof/render.js');
  const before: Kept = JSON.parse(kept(config, 'proofs', 'by-name') ?? '{}');
  const after: Record<string, RuleTests> = {};
  const proofs: RuleTests[] = [];
  for (const claim of claims(project.groups, project.world, project.site, sourceNames(loaded))) {
    const key = await keyOf(claim, loaded);
    const proof = (key === undefined ? undefined : before[key]) ?? (await validated(renderProof(claim)));
    proofs.push(proof);
    if (key !== undefined && !hasErrors(proof.findings)) after[key] = proof;
  }
  const changed = Object.keys({ ...before, ...after }).some(key => !(key in before && key in after));
  if (changed) keep(config, 'proofs', 'by-name', JSON.stringify(after));
  return { files: proofs.flatMap(p => p.files), findings: proofs.flatMap(p => p.findings) };
}

async function validated({ files, findings }: RuleTests): Promise<RuleTests> {
  return { files, findings: [...findings, ...(await validateArtefacts(new Map(files)))] };
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
