import type { Finding } from '../core/findings.js';
import type { DashboardFile, Kind } from '../schema/index.js';
import type { Pieces } from './pieces.js';
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

const kindOf = (path: string): Kind | undefined => kinds.find(([pattern]) => pattern.test(path))?.[1];

/** What the schemas have against generated files. A verdict is kept by the text that it is about. */
export async function validateFiles(artefacts: Artefacts, pieces: Pieces): Promise<Finding[]> {
  const verdicts = [...artefacts].flatMap(([path, text]) => {
    const kind = kindOf(path);
    const where = path.startsWith('grafana/') ? 'drawings' : 'checks';
    return kind ? [pieces.of(`${where} verdict`, [kind, path, text], verdictOn)] : [];
  });
  const dashboards = [...artefacts.keys()].filter(path => kindOf(path) === 'dashboard');
  const known = dashboards.map(path => {
    const { uid, title } = JSON.parse(artefacts.get(path) ?? '');
    return { path, document: { uid, title } };
  });
  if (known.length > 0) verdicts.push(pieces.of('drawings set', [known], verdictOnSet));
  return (await Promise.all(verdicts)).flatMap(({ findings }) => findings);
}

/** What its schema has against one generated file, read back as the servers will read it. */
export async function verdictOn(kind: Kind, path: string, text: string): Promise<{ findings: Finding[] }> {
  const [{ load }, { validateArtefact }] = await Promise.all([import('js-yaml'), import('../schema/index.js')]);
  const document: unknown = path.endsWith('.json') ? JSON.parse(text) : load(text);
  return { findings: validateArtefact(kind, document, path) };
}

async function verdictOnSet(dashboards: readonly DashboardFile[]): Promise<{ findings: Finding[] }> {
  const { validateDashboardSet } = await import('../schema/index.js');
  return { findings: validateDashboardSet(dashboards) };
}
