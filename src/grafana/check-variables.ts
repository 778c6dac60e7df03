import { type Finding, placeOf } from '../core/findings.js';
import { print } from '../promql/print.js';
import { addedVariables } from './dashboards.js';
import { allPanels } from './inspect.js';
import { type Dashboard, panelQueries } from './model.js';
import { reportOn } from './report.js';

/** Variables that queries use and the dashboard lacks, and those that it has for nothing. */
export function checkVariables(dashboard: Dashboard): Finding[] {
  const declared = new Set(dashboard.variables.map(v => v.name));
  const used = new Set(dashboard.variables.flatMap(v => namesIn(print(v.of))));
  const findings: Finding[] = [];
  for (const { row, panel } of allPanels(dashboard)) {
    const texts = panel.type === 'logs' ? [panel.pipeline] : panelQueries(panel).map(q => print(q.expr));
    for (const name of new Set(texts.flatMap(namesIn))) {
      used.add(name);
      if (declared.has(name) || addedVariables.includes(name)) continue;
      findings.push(
        reportOn(row, panel)(
          'variable/undeclared',
          `the query uses $${name}, which the dashboard does not have`,
          `add labelVariable(…, '${name}', …) to the dashboard's variables`,
        ),
      );
    }
  }
  for (const name of declared) {
    if (used.has(name)) continue;
    findings.push({
      id: 'variable/unused',
      severity: 'error',
      place: placeOf(dashboard.site, name),
      message: `no query of the dashboard uses $${name}: choosing a value changes nothing`,
      fix: `use variable('${name}') in a query, or drop it`,
    });
  }
  return findings;
}

/** The variables in a query's text; Grafana's own begin with two underscores, and `$1` is a group of a regex. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/(?:\$\{?|\[\[)([a-zA-Z_]\w*)/g)]
    .map(m => m[1] as string)
    .filter(name => !name.startsWith('__'));
}
