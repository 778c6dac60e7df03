import { renderAlertmanager } from '../alertmanager/render.js';
import { TelltaleError } from '../core/errors.js';
import { compare, type Finding } from '../core/findings.js';
import { alertLabelsOf } from '../lint/alert-labels.js';
import { renderLogrotate } from '../logs/logrotate.js';
import { renderPrometheusConfig } from '../prometheus/config.js';
import { renderRules } from '../prometheus/render.js';
import { renderPages } from '../runbooks/render.js';
import type { Loaded } from './load.js';
import type { Artefacts } from './plan.js';
import { proofsOf } from './proofs.js';
import { sourceNames } from './sources.js';
import { validateOnce } from './validate.js';

/** What a project generates, and what went wrong in generating it or does not fit the schemas. */
export interface Rendered {
  readonly artefacts: Artefacts;
  readonly findings: readonly Finding[];
}

type Files = readonly (readonly [path: string, text: string])[];

/** Everything that the project generates, in memory. Loads the Grafana SDK. */
export async function render(loaded: Loaded): Promise<Rendered> {
  const { world, site, dashboards } = loaded.project;
  const [{ renderDashboards }, { renderProvisioning }] = await Promise.all([
    import('../grafana/render.js'),
    import('../grafana/provisioning.js'),
  ]);
  const forGrafana = renderDashboards(dashboards, world, site, sourceNames(loaded));
  const pages = renderPages(loaded.project, sourceNames(loaded));
  const files = [...forGrafana, ...renderProvisioning(site), ...renderLogrotate(site), ...alerting(loaded), ...pages];
  return finish(loaded, files);
}

/** Only what goes to Prometheus and Alertmanager. */
export const renderAlerting = (loaded: Loaded): Promise<Rendered> => finish(loaded, alerting(loaded));

function alerting(loaded: Loaded): Files {
  const { groups, site, routing } = loaded.project;
  const sources = sourceNames(loaded);
  return [
    ...renderRules(groups, site, sources),
    renderPrometheusConfig(site),
    ...(routing ? renderAlertmanager(routing, site, alertLabelsOf(loaded.project), sources) : []),
  ];
}

async function finish(loaded: Loaded, files: Files): Promise<Rendered> {
  const proofs = await proofsOf(loaded);
  const findings = await validateOnce(collect(files), loaded.config);
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
