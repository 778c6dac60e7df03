import { bareWorld } from '../catalog/world.js';
import { distinctFindings, type Finding, hasErrors, type Place, sortFindings } from '../core/findings.js';
import { checkDashboardSet } from '../grafana/check-set.js';
import type { Dashboard } from '../grafana/model.js';
import { applyWaivers } from '../lint/waivers.js';
import { contentWaivers } from '../lint/waivers-in-content.js';
import { readRunbooks } from '../runbooks/read.js';
import type { Loaded } from './load.js';
import { type Pieces, piecesOf } from './pieces.js';
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
  const alerting = pieces.of('checks alerting', [{ world, site, groups, ...(routing && { routing }) }], async of => {
    const { lintAlerting } = await import('../lint/index.js');
    return { findings: lintAlerting(of) };
  });
  const boards = dashboards.map(dashboard =>
    pieces.of('checks dashboard', [withoutProse(dashboard), bare, site], async (...from) => {
      const { lintDashboard } = await import('../lint/index.js');
      return { findings: lintDashboard(...from) };
    }),
  );
  const pages = runbooks.queries.map(async ({ file, asked }) => {
    // Lines move with the prose around queries: a piece counts the queries instead.
    const counted = asked.map(({ text }, line) => ({ text, line }));
    const { findings } = await pieces.of('checks page', [file, counted, bare, site], async (...from) => {
      const { checkPageQueries } = await import('../runbooks/check.js');
      return { findings: checkPageQueries(...from) };
    });
    const atLine = ({ line = 0, ...place }: Place): Place => ({ ...place, line: asked[line]?.line ?? 1 });
    return { findings: findings.map(finding => ({ ...finding, place: atLine(finding.place) })) };
  });
  const all = async (found: readonly Promise<Found>[]) =>
    (await Promise.all(found)).flatMap(({ findings }) => findings);
  const content = [...(await all([alerting, ...boards])), ...checkDashboardSet(dashboards)];
  const prose = [...runbooks.findings, ...(await all(pages))];
  return applyWaivers([...sortFindings(distinctFindings(content)), ...prose], contentWaivers(project));
}

/** A dashboard without the words that are for people only: they change most, and no check reads them. */
const withoutProse = (dashboard: Dashboard): Dashboard => ({
  ...dashboard,
  description: '',
  rows: dashboard.rows.map(row => ({ ...row, panels: row.panels.map(panel => ({ ...panel, why: '' })) })),
});

interface Found {
  readonly findings: readonly Finding[];
}
