import { type Finding, placeOf } from '../core/findings.js';
import { print } from '../promql/print.js';
import type { InspectedQuery } from './inspect.js';
import { type Panel, panelQueries, type Row } from './model.js';

/**
 * Names of series against the labels that their queries return (ruling R17): a legend that names a label which is not
 * there draws an empty name, and one that leaves out a label gives several lines the same name.
 */
export function checkLegends(row: Row, panel: Panel, queries: readonly InspectedQuery[]): Finding[] {
  if (panel.type === 'logs' || panel.type === 'alerts') return [];
  const table = panel.type === 'table';
  const given = panelQueries(panel);
  const findings = queries.flatMap((query, i) => {
    const written = table ? Object.keys(panel.labels) : legendLabels(nameOf(given[i]));
    return [...lost(row, panel, query, written), ...ambiguous(row, panel, query, written)];
  });
  return table ? findings : [...findings, ...repeated(row, panel, given.map(nameOf))];
}

/** The labels that a legend or an annotation's text names: `{{label}}`. */
export function legendLabels(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([a-zA-Z_]\w*)\s*\}\}/g)].map(m => m[1] as string);
}

const nameOf = (query: ReturnType<typeof panelQueries>[number] | undefined) =>
  query?.kind === 'series' ? query.legend : '';

function lost(row: Row, panel: Panel, query: InspectedQuery, written: readonly string[]): Finding[] {
  const { labels, others } = query.inferred;
  if (others) return [];
  return written
    .filter(label => !labels.has(label))
    .map(label => ({
      id: 'legend/label-lost',
      severity: 'error',
      place: placeOf(panel.site, row.title, panel.title, query.refId),
      message:
        panel.type === 'table'
          ? `the column of "${label}" stays empty: the query does not return that label`
          : `the legend names {{${label}}}, which the query does not return`,
      fix: `aggregate by ${label} as well, or ${labels.size > 0 ? `name what it returns: ${[...labels.keys()].join(', ')}` : 'leave it out'}`,
      source: print(query.expr),
    }));
}

function ambiguous(row: Row, panel: Panel, query: InspectedQuery, written: readonly string[]): Finding[] {
  const unnamed = [...query.inferred.labels]
    .filter(([label, { values }]) => !written.includes(label) && values?.length !== 1)
    .map(([label]) => label);
  if (unnamed.length === 0) return [];
  const several = unnamed.join(', ');
  return [
    {
      id: 'legend/ambiguous',
      severity: 'error',
      place: placeOf(panel.site, row.title, panel.title, query.refId),
      message:
        panel.type === 'table'
          ? `the table has no column for ${several}, so lines that differ there look the same`
          : `series that differ in ${several} get the same legend`,
      fix: `aggregate ${several} away, or ${panel.type === 'table' ? 'give it a header in labels' : `name it: ${unnamed.map(l => `{{${l}}}`).join(' ')}`}`,
      source: print(query.expr),
    },
  ];
}

function repeated(row: Row, panel: Panel, legends: readonly string[]): Finding[] {
  const legend = legends.find((l, i) => legends.indexOf(l) !== i);
  if (legend === undefined) return [];
  return [
    {
      id: 'legend/duplicate',
      severity: 'error',
      place: placeOf(panel.site, row.title, panel.title),
      message: `two queries have the legend "${legend}"`,
      fix: 'say in each what sets it apart',
    },
  ];
}
