import type { Finding } from '../core/findings.js';
import type { Inferred } from '../infer/model.js';
import type { InspectedQuery } from './inspect.js';
import type { Panel } from './model.js';
import type { Report } from './report.js';

/** How many series a person can tell apart at most, with much good will. */
export const readable = 50;

/** Panels that may draw more series than anybody can read. What has no bound is not told: nobody knows how many there are. */
export function checkSeries(panel: Panel, queries: readonly InspectedQuery[], report: Report): Finding[] {
  // The lines of a table are ordered, and read from the top.
  if (panel.type === 'table') return [];
  const bounded = queries.filter(({ inferred }) => inferred.series !== Infinity);
  const total = bounded.reduce((sum, { inferred }) => sum + inferred.series, 0);
  if (total <= readable) return [];
  const largest = bounded.reduce((a, b) => (b.inferred.series > a.inferred.series ? b : a));
  const message = `up to ${total} series are drawn: nobody can tell them apart`;
  return [{ ...report('panel/too-many-series', message, fewer(largest.inferred)), severity: 'warning' }];
}

/** What to do about a query that returns too many series. */
export function fewer({ labels }: Inferred): string {
  const names = [...labels.keys()].join(', ');
  return `draw the largest, topk(10, …), or make it a table${names === '' ? '' : `, or aggregate one of ${names} away`}`;
}
