import { dashboard, minutes, row, select, series, timeseries } from '../../src/index.js';
import type { Node } from '../../src/promql/ast.js';
import { parse } from '../../src/promql/parse.js';
import { heap } from '../support/shop.js';

/** A small dashboard of the web shop: what tests of the Grafana side are about. */

export const why = 'What it means when it rises, and what to do then.';

export const heapPanel = timeseries('Heap', { why, series: [series('{{job}} {{instance}}', select(heap))] });

type Panels = Parameters<typeof row>[1][];

/** A dashboard in order around these panels; `options` say what is out of order. */
export const board = (panels: Panels, options: Partial<Parameters<typeof dashboard>[1]> = {}, slug = 'work') =>
  dashboard(slug, {
    title: 'Work',
    description: 'Is the work done?',
    refresh: minutes(1),
    ...options,
    rows: options.rows ?? [row('All', ...panels)],
  });

/** PromQL as content of a dashboard may hold it, macros and variables included. */
export function promql(text: string): Node {
  const parsed = parse(text, { macros: true });
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.node;
}
