import { bareWorld } from '../catalog/world.js';
import { type Finding, hasErrors, sortFindings } from '../core/findings.js';
import { checkDashboardSet } from '../grafana/check.js';
import { inOrder, lintAlerting, lintDashboard } from '../lint/index.js';
import type { Alerting } from '../lint/model.js';
import { applyWaivers } from '../lint/waivers.js';
import { contentWaivers } from '../lint/waivers-in-content.js';
import { checkPageQueries, readRunbooks } from '../runbooks/check.js';
import type { Loaded } from './load.js';
import { type Piece, type Pieces, piecesOf } from './pieces.js';
import { renderAlerting } from './render.js';
import { checkSimulation } from './simulation.js';
import { inSources } from './sources.js';

/** What is wrong with the content itself, most serious first. */
export async function checkContent(loaded: Loaded, pieces: Pieces): Promise<Finding[]> {
  return inSources(await findingsOf(loaded, pieces), loaded);
}

/**
 * Everything that can be found without the Grafana SDK: the content, its simulation, the proofs of its alerts, and the
 * files that go to Prometheus and Alertmanager.
 */
export async function checkProject(loaded: Loaded): Promise<Finding[]> {
  const pieces = piecesOf(loaded);
  const found = sortFindings([...(await findingsOf(loaded, pieces)), ...checkSimulation(loaded.project)]);
  if (hasErrors(found)) return inSources(found, loaded);
  const { findings } = await renderAlerting(loaded, pieces);
  pieces.keep();
  return inSources([...found, ...findings], loaded);
}

async function findingsOf({ project }: Loaded, pieces: Pieces): Promise<Finding[]> {
  const { world, site, groups, routing, dashboards } = project;
  const runbooks = readRunbooks(project);
  const bare = bareWorld(world);
  const kept = [
    pieces.of('checks alerting', [{ world, site, groups, ...(routing && { routing }) }], (of: Alerting) =>
      found(lintAlerting(of)),
    ),
    ...dashboards.map(dashboard =>
      pieces.of('checks dashboard', [dashboard, bare, site], (...from: Parameters<typeof lintDashboard>) =>
        found(lintDashboard(...from)),
      ),
    ),
    ...runbooks.queries.map(({ file, asked }) =>
      pieces.of('checks page', [file, asked, bare, site], (...from: Parameters<typeof checkPageQueries>) =>
        found(checkPageQueries(...from)),
      ),
    ),
  ];
  const [alerting, ...others] = (await Promise.all(kept)).map(({ findings = [] }) => findings);
  const boards = [...others.slice(0, dashboards.length).flat(), ...checkDashboardSet(dashboards)];
  const pages = [...runbooks.findings, ...others.slice(dashboards.length).flat()];
  return applyWaivers([...inOrder([...(alerting ?? []), ...boards]), ...pages], contentWaivers(project));
}

const found = (findings: readonly Finding[]): Piece => ({ findings });
