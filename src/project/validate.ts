import type { Finding } from '../core/findings.js';
import type { DashboardFile, Kind } from '../schema/index.js';
import { keep, kept } from './cache.js';
import { libraryState } from './library-state.js';
import { hash } from './manifest.js';
import type { Artefacts } from './plan.js';

const kinds: readonly (readonly [RegExp, Kind])[] = [
  [/^grafana\/dashboards\/[^/]+\.json$/, 'dashboard'],
  [/^grafana\/provisioning\/datasources\/[^/]+\.ya?ml$/, 'datasources'],
  [/^grafana\/provisioning\/dashboards\/[^/]+\.ya?ml$/, 'dashboard-provider'],
  [/^prometheus\/rules\/[^/]+\.ya?ml$/, 'rules'],
  [/^prometheus\/tests\/(?:scenarios\/)?[^/]+\.ya?ml$/, 'rule-test'],
  [/^prometheus\/prometheus\.ya?ml$/, 'prometheus'],
  [/^alertmanager\/alertmanager\.ya?ml$/, 'alertmanager'],
];

/** What the schemas have against generated files; reads them back as the servers will. */
export async function validateArtefacts(artefacts: Artefacts): Promise<Finding[]> {
  const [{ load }, { validateArtefact, validateDashboardSet }] = await Promise.all([
    import('js-yaml'),
    import('../schema/index.js'),
  ]);
  const findings: Finding[] = [];
  const dashboards: DashboardFile[] = [];
  for (const [path, text] of artefacts) {
    const kind = kinds.find(([pattern]) => pattern.test(path))?.[1];
    if (!kind) continue;
    const document: unknown = path.endsWith('.json') ? JSON.parse(text) : load(text);
    findings.push(...validateArtefact(kind, document, path));
    if (kind === 'dashboard') dashboards.push({ path, document });
  }
  return [...findings, ...validateDashboardSet(dashboards)];
}

/** The same, but files that were found valid in an earlier run, all of them together, are not read again. */
export async function validateOnce(artefacts: Artefacts, config: string): Promise<Finding[]> {
  const paths = [...artefacts.keys()];
  const folders = [...new Set(paths.map(path => path.slice(0, path.indexOf('/'))))].join('+');
  const state = hash([...artefacts.entries(), libraryState(config)].flat().join('\0')).slice(0, 32);
  if (kept(config, `valid-${folders}`, state) !== undefined) return [];
  const findings = await validateArtefacts(artefacts);
  if (findings.length === 0) keep(config, `valid-${folders}`, state, '');
  return findings;
}
