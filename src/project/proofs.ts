import { type Claim, claims } from '../prometheus/proof/claims.js';
import type { RuleTests } from '../prometheus/proof/render.js';
import { plays } from '../prometheus/scenario/plays.js';
import { inputsByHand } from './by-hand.js';
import type { Loaded } from './load.js';
import type { Pieces } from './pieces.js';
import { inSources, sourceNames } from './sources.js';
import { verdictOn } from './validate.js';

/**
 * The proofs of a project's rules and its scenarios, validated, and what was found. Working them out is the dearest
 * part of a build.
 */
export async function proofsOf(loaded: Loaded, pieces: Pieces): Promise<RuleTests> {
  const { project, content } = loaded;
  const { groups, world, site, scenarios } = project;
  const sources = sourceNames(loaded);
  const proofs: RuleTests[] = [];
  for (const claim of claims(groups, world, site, sources)) {
    const inputs = await inputsByHand(claim.groups.flatMap(group => group.rules));
    // What writes input may follow from any of the content.
    const by = inputs.length > 0 ? { inputs, content } : undefined;
    proofs.push(
      await pieces.of('proofs claim', [claim, by], async (of: Claim, _: unknown) => {
        const { renderProof } = await import('../prometheus/proof/render.js');
        return validated(renderProof(of));
      }),
    );
  }
  for (const one of plays(scenarios, groups, site, sources)) {
    proofs.push(
      await pieces.of('proofs play', [one], async of => {
        const { renderPlay } = await import('../prometheus/scenario/render.js');
        return validated(renderPlay(of));
      }),
    );
  }
  const findings = proofs.flatMap(p => p.findings);
  return { files: proofs.flatMap(p => p.files), findings: inSources(findings, loaded) };
}

async function validated({ files, findings }: RuleTests): Promise<RuleTests> {
  const verdicts = await Promise.all(files.map(([path, text]) => verdictOn('rule-test', path, text)));
  return { files, findings: [...findings, ...verdicts.flatMap(verdict => verdict.findings)] };
}
