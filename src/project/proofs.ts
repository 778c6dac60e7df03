import type { RuleTests } from '../prometheus/proof/render.js';
import { keep, kept } from './cache.js';
import { libraryState } from './library.js';
import type { Loaded } from './load.js';
import { hash } from './manifest.js';
import { sourceNames } from './sources.js';
import { validateArtefacts } from './validate.js';

/**
 * The proofs of a project's alerts, validated. Working them out is the dearest part of a build, and most builds change
 * no rule: proofs without findings are kept for the next run, under everything that they follow from.
 */
export async function proofsOf(loaded: Loaded): Promise<RuleTests> {
  const name = `proofs-${hash(loaded.config).slice(0, 8)}-${keyOf(loaded)}`;
  const before = kept(loaded.config, name);
  if (before !== undefined) return { files: JSON.parse(before), findings: [] };
  const { renderRuleTests } = await import('../prometheus/proof/render.js');
  const { groups, world, site } = loaded.project;
  const { files, findings } = renderRuleTests(groups, world, site, sourceNames(loaded));
  const all = [...findings, ...(await validateArtefacts(new Map(files)))];
  if (all.length === 0) keep(loaded.config, name, JSON.stringify(files));
  return { files, findings: all };
}

/** The rules, the catalog and the site by value; the content's code, for witnesses that it wrote itself; and this library. */
function keyOf({ project: { groups, world, site }, content }: Loaded): string {
  const value = JSON.stringify({ groups, metrics: world.metrics, parameters: site }, (key, v) =>
    key === 'site' ? undefined : v,
  );
  return hash([value, content, libraryState()].join('\0')).slice(0, 32);
}
