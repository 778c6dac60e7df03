import type { Finding } from '../core/findings.js';
import { factOf } from '../infer/labels.js';
import type { InspectedQuery } from './inspect.js';
import { type Panel, panelQueries } from './model.js';
import type { Report } from './report.js';

/**
 * Names of series against the labels that their queries return (ruling R17): a legend that names a label which is not
 * there draws an empty name, and one that leaves out a label gives several lines the same name.
 */
export function checkLegends(panel: Panel, queries: readonly InspectedQuery[], report: Report): Finding[] {
  if (panel.type === 'logs' || panel.type === 'alerts') return [];
  if (panel.type === 'table') {
    const headers = Object.keys(panel.labels);
    return queries.flatMap(query => [
      ...lost(query, headers).map(label =>
        report(
          'legend/label-lost',
          `the column of "${label}" stays empty: the query does not return that label`,
          keepOr(query, label),
          query,
        ),
      ),
      ...unnamed(query, headers).map(labels =>
        report(
          'legend/ambiguous',
          `the table has no column for ${labels.join(', ')}, so lines that differ there look the same`,
          `aggregate ${labels.join(', ')} away, or give it a header in labels`,
          query,
        ),
      ),
    ]);
  }
  const legends = panelQueries(panel).map(query => (query.kind === 'series' ? query.legend : ''));
  const twice = legends.find((legend, i) => legends.indexOf(legend) !== i);
  return [
    ...queries.flatMap((query, i) => {
      const written = legendLabels(legends[i] ?? '');
      return [
        ...lost(query, written).map(label =>
          report(
            'legend/label-lost',
            `the legend names {{${label}}}, which the query does not return`,
            keepOr(query, label),
            query,
          ),
        ),
        ...unnamed(query, written).map(labels =>
          report(
            'legend/ambiguous',
            `series that differ in ${labels.join(', ')} get the same legend`,
            `aggregate ${labels.join(', ')} away, or name it: ${labels.map(l => `{{${l}}}`).join(' ')}`,
            query,
          ),
        ),
      ];
    }),
    ...(twice === undefined
      ? []
      : [report('legend/duplicate', `two queries have the legend "${twice}"`, 'say in each what sets it apart')]),
  ];
}

/** The labels that a legend or an annotation's text names: `{{label}}`. */
export function legendLabels(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([a-zA-Z_]\w*)\s*\}\}/g)].map(m => m[1] as string);
}

/** The labels that are written, and that the query surely does not return. */
export function lost({ inferred }: Pick<InspectedQuery, 'inferred'>, written: readonly string[]): string[] {
  return written.filter(label => !factOf(inferred, label));
}

/** The labels that tell series apart and are not written, if there are any. */
export function unnamed({ inferred }: Pick<InspectedQuery, 'inferred'>, written: readonly string[]): string[][] {
  const labels = [...inferred.labels]
    .filter(([label, { values }]) => !written.includes(label) && values?.length !== 1)
    .map(([label]) => label);
  return labels.length > 0 ? [labels] : [];
}

/** What to do about a label that a query lost. */
export function keepOr({ inferred }: Pick<InspectedQuery, 'inferred'>, label: string): string {
  const kept = [...inferred.labels.keys()];
  return `aggregate by ${label} as well, or ${kept.length > 0 ? `name what it returns: ${kept.join(', ')}` : 'leave it out'}`;
}
