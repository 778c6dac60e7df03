import { TelltaleError } from '../core/errors.js';
import { compare, type Finding } from '../core/findings.js';
import { renderPrometheusConfig } from '../prometheus/config.js';
import { renderRuleTests } from '../prometheus/proof/render.js';
import { renderRules } from '../prometheus/render.js';
import type { Loaded } from './load.js';
import type { Artefacts } from './plan.js';
import { sourceNames } from './sources.js';

/** What a project generates, and what went wrong in generating it. */
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
  const forGrafana = [
    ...(await renderDashboards(dashboards, world, site, sourceNames(loaded))),
    ...renderProvisioning(site),
  ];
  const { files, findings } = renderPrometheus(loaded);
  return { artefacts: collect([...forGrafana, ...files]), findings };
}

/** Only what goes to Prometheus. */
export function renderPrometheus(loaded: Loaded): { readonly files: Files; readonly findings: readonly Finding[] } {
  const { groups, world, site } = loaded.project;
  const sourceOf = sourceNames(loaded);
  const tests = renderRuleTests(groups, world, site, sourceOf);
  const files = [...renderRules(groups, site, sourceOf), ...tests.files, renderPrometheusConfig(site)];
  return { files, findings: tests.findings };
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
