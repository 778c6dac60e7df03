import { type Finding, hasErrors, sortFindings } from '../core/findings.js';
import { lint } from '../lint/index.js';
import { applyWaivers } from '../lint/waivers.js';
import { contentWaivers } from '../lint/waivers-in-content.js';
import { checkRunbooks } from '../runbooks/check.js';
import type { Loaded } from './load.js';
import { renderAlerting } from './render.js';
import { checkSimulation } from './simulation.js';
import { inSources } from './sources.js';

/** What is wrong with the content itself, most serious first. */
export function checkContent(loaded: Loaded): Finding[] {
  return inSources(findingsOf(loaded), loaded);
}

/**
 * Everything that can be found without the Grafana SDK: the content, its simulation, the proofs of its alerts, and the
 * files that go to Prometheus and Alertmanager.
 */
export async function checkProject(loaded: Loaded): Promise<Finding[]> {
  const found = sortFindings([...findingsOf(loaded), ...checkSimulation(loaded.project)]);
  if (hasErrors(found)) return inSources(found, loaded);
  const { findings } = await renderAlerting(loaded);
  return inSources([...found, ...findings], loaded);
}

const findingsOf = ({ project }: Loaded): Finding[] =>
  applyWaivers([...lint(project), ...checkRunbooks(project)], contentWaivers(project));
