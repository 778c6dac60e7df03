import { load } from 'js-yaml';
import type { Finding } from '../core/findings.js';
import { type DashboardFile, type Kind, validateArtefact, validateDashboardSet } from '../schema/index.js';
import type { Artefacts } from './plan.js';

const kinds: readonly (readonly [RegExp, Kind])[] = [
  [/^grafana\/dashboards\/[^/]+\.json$/, 'dashboard'],
  [/^grafana\/provisioning\/datasources\/[^/]+\.ya?ml$/, 'datasources'],
  [/^grafana\/provisioning\/dashboards\/[^/]+\.ya?ml$/, 'dashboard-provider'],
  [/^prometheus\/rules\/[^/]+\.ya?ml$/, 'rules'],
  [/^prometheus\/tests\/[^/]+\.ya?ml$/, 'rule-test'],
  [/^prometheus\/prometheus\.ya?ml$/, 'prometheus'],
];

/** What the schemas have against generated files; reads them back as the servers will. */
export function validateArtefacts(artefacts: Artefacts): Finding[] {
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
