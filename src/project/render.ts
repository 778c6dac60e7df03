import { renderAlertmanager } from '../alertmanager/render.js';
import { bareWorld } from '../catalog/world.js';
import { TelltaleError } from '../core/errors.js';
import { compare, type Finding } from '../core/findings.js';
import { dashboardFile, dashboardParts, dashboardText } from '../grafana/parts.js';
import { alertLabelsOf } from '../lint/alert-labels.js';
import { renderLogrotate } from '../logs/logrotate.js';
import { renderPrometheusConfig } from '../prometheus/config.js';
import { renderRules } from '../prometheus/render.js';
import { renderPages } from '../runbooks/render.js';
import type { Loaded } from './load.js';
import type { Pieces } from './pieces.js';
import type { Artefacts } from './plan.js';
import { proofsOf } from './proofs.js';
import { sourceNames } from './sources.js';
import { validateFiles } from './validate.js';

/** What a project generates, and what went wrong in generating it or does not fit the schemas. */
export interface Rendered {
  readonly artefacts: Artefacts;
  readonly findings: readonly Finding[];
}

type Files = readonly (readonly [path: string, text: string])[];

/** Everything that the project generates, in memory. Loads what it needs of the Grafana SDK. */
export async function render(loaded: Loaded, pieces: Pieces): Promise<Rendered> {
  const { site } = loaded.project;
  const [forGrafana, { renderProvisioning }] = await Promise.all([
    dashboardFiles(loaded, pieces),
    import('../grafana/provisioning.js'),
  ]);
  const pages = renderPages(loaded.project, sourceNames(loaded));
  const files = [...forGrafana, ...renderProvisioning(site), ...renderLogrotate(site), ...alerting(loaded), ...pages];
  return finish(loaded, files, pieces);
}

/** Loads what draws, and with it the Grafana SDK, only where something is drawn. */
const drawing = () => import('../grafana/render.js');

type Drawing = Awaited<ReturnType<typeof drawing>>;
type Frame = Parameters<Drawing['frameJson']>;
type DrawnPanel = Parameters<Drawing['panelJson']>;

async function dashboardFiles(loaded: Loaded, pieces: Pieces): Promise<Files> {
  const { site, dashboards } = loaded.project;
  const world = bareWorld(loaded.project.world);
  return Promise.all(
    dashboards.map(async dashboard => {
      const parts = dashboardParts(dashboard, dashboards, world, site, sourceNames(loaded));
      const frame = await pieces.of('drawings frame', parts.frame, async (...own: Frame) =>
        (await drawing()).frameJson(...own),
      );
      const panels = await Promise.all(
        parts.panels.map(from =>
          pieces.of('drawings panel', from, async (...own: DrawnPanel) => (await drawing()).panelJson(...own)),
        ),
      );
      return [dashboardFile(dashboard, site), dashboardText(dashboard, frame, panels)] as const;
    }),
  );
}

/** Only what goes to Prometheus and Alertmanager. */
export const renderAlerting = (loaded: Loaded, pieces: Pieces): Promise<Rendered> =>
  finish(loaded, alerting(loaded), pieces);

function alerting(loaded: Loaded): Files {
  const { groups, site, routing } = loaded.project;
  const sources = sourceNames(loaded);
  return [
    ...renderRules(groups, site, sources),
    renderPrometheusConfig(site),
    ...(routing ? renderAlertmanager(routing, site, alertLabelsOf(loaded.project), sources) : []),
  ];
}

async function finish(loaded: Loaded, files: Files, pieces: Pieces): Promise<Rendered> {
  const proofs = await proofsOf(loaded, pieces);
  const findings = await validateFiles(collect(files), pieces);
  return { artefacts: collect([...files, ...proofs.files]), findings: [...proofs.findings, ...findings] };
}

/** Files as a map in a fixed order. @throws TelltaleError when two go to the same path. */
export function collect(files: Files): Artefacts {
  const artefacts = new Map<string, string>();
  for (const [path, text] of [...files].sort(([a], [b]) => compare(a, b))) {
    if (artefacts.has(path))
      throw new TelltaleError(`two parts of the project are written to ${path}`, {
        fix: 'give one of them another name',
      });
    artefacts.set(path, text);
  }
  return artefacts;
}
