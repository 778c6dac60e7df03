import type { Finding } from '../core/findings.js';
import type { ForeignDashboard } from '../foreign/dashboards.js';
import { datasourceReferences } from '../foreign/datasources.js';
import type { Text } from '../foreign/model.js';
import { namesIn } from '../grafana/check-variables.js';
import { type Locate, placesIn } from './places.js';

/** Datasources that a dashboard takes from a variable which it does not have, and variables that nothing in it takes. */
export function variableProblems(dashboard: ForeignDashboard, source: string, locate: Locate): Finding[] {
  const { root, variables } = dashboard;
  if (!variables) return [];
  const at = (text: Text) => placesIn(text, source, locate, '')(0);
  const told = new Set<string>();
  const missing = datasourceReferences(root).flatMap(text =>
    namesIn(text.value).flatMap((name): Finding[] => {
      if (variables.has(name) || told.has(name)) return [];
      told.add(name);
      return [
        {
          id: 'datasource/undeclared',
          severity: 'warning',
          place: withoutItem(at(text)),
          message: `the datasource is taken from $${name}, which the dashboard does not have: Grafana finds none`,
          fix: `add a variable ${name} of the type datasource, or name the datasource`,
        },
      ];
    }),
  );
  return [...missing, ...unused(dashboard, source).map(({ name, text }) => unusedFinding(name, withoutItem(at(text))))];
}

const withoutItem = ({ item: _, ...place }: Finding['place']): Finding['place'] => place;

const unusedFinding = (name: string, place: Finding['place']): Finding => ({
  id: 'variable/unused',
  severity: 'warning',
  place,
  message: `nothing in the dashboard uses $${name}: choosing a value changes nothing`,
  fix: 'use it in a query, or delete it',
});

/** Those that Grafana applies by itself. */
const applied = new Set(['adhoc', 'groupby', 'AdhocVariable', 'GroupByVariable', 'snapshot']);

function unused({ root }: ForeignDashboard, source: string): { readonly name: string; readonly text: Text }[] {
  // Links hand variables on to other dashboards, which may use them.
  if (/"includeVars"\s*:\s*true/.test(source)) return [];
  const used = new Set(namesIn(source));
  for (const [, name] of source.matchAll(/"(?:repeat|variable|value)"\s*:\s*"(\w+)"/g)) used.add(name as string);
  for (const [, name] of source.matchAll(/\bvar-(\w+)/g)) used.add(name as string);
  const classic = root.at('templating', 'list').all();
  const version2 = root.at('variables').all();
  return [...classic, ...version2].flatMap(variable => {
    const text = variable.at('name').text() ?? variable.at('spec', 'name').text();
    const type = variable.at('type').string() ?? variable.at('kind').string() ?? '';
    return !text || applied.has(type) || used.has(text.value) ? [] : [{ name: text.value, text }];
  });
}
