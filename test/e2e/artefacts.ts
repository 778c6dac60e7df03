import { readdirSync, readFileSync } from 'node:fs';

/** What is provisioned: the generated files of one folder of out/, as path and text. */
export function artefacts(
  folder: 'prometheus/rules' | 'grafana/dashboards',
  ending: string,
): [path: string, text: string][] {
  const at = new URL(`../../out/${folder}/`, import.meta.url);
  const files = readdirSync(at).filter(name => name.endsWith(ending));
  if (files.length === 0) throw new Error(`out/${folder} is empty: build the project`);
  return files.sort().map(name => [name, readFileSync(new URL(name, at), 'utf8')]);
}

export const ruleFiles = (): [path: string, text: string][] => artefacts('prometheus/rules', '.yaml');
export const dashboardFiles = (): [path: string, text: string][] => artefacts('grafana/dashboards', '.json');
