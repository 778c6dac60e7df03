import { type Finding, placeOf } from '../core/findings.js';
import { print } from '../promql/print.js';
import type { InspectedQuery } from './inspect.js';
import type { Panel, Row } from './model.js';

/** Makes a finding about a panel, or about one of its queries. */
export type Report = (id: string, message: string, fix: string, query?: InspectedQuery) => Finding;

/** Findings about this panel: they point at the line of content that made it, and stop the build. */
export function reportOn(row: Row, panel: Panel): Report {
  return (id, message, fix, query) => ({
    id,
    severity: 'error',
    place: placeOf(panel.site, row.title, panel.title, ...(query ? [query.refId] : [])),
    message,
    fix,
    ...(query && { source: print(query.expr) }),
  });
}
