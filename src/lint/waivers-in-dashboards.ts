import type { Finding } from '../core/findings.js';
import { type ForeignDashboard, partsOf } from '../foreign/dashboards.js';
import { commentsIn } from '../promql/comments.js';
import { type Locate, placesIn } from './places.js';
import { marker } from './waiver-text.js';
import { hold, noScopes, type Scope, scopeAt, type WaiverScopes } from './waivers-in-files.js';

/**
 * The waivers of a dashboard. JSON has no comments, so they stand where dashboards keep text: in a comment of a query,
 * about that query; and as a line of the description of a panel or of the dashboard, about that.
 */
export function dashboardWaivers(dashboard: ForeignDashboard, text: string, locate: Locate): WaiverScopes {
  if (!text.includes(marker)) return noScopes;
  const faults: Finding[] = [];
  const whole: Scope = { start: locate(0, undefined), held: [] };
  const placed = partsOf(dashboard).map(({ start, item, description }) => {
    const scope: Scope = item === undefined ? whole : { start: locate(start, undefined), within: whole, held: [] };
    if (description)
      for (const [line, from] of markedLines(description.value))
        faults.push(...hold(scope, line, placesIn(description, text, locate, item ?? '')(from), item));
    return { offset: item === undefined ? 0 : start, scope };
  });
  const scopes = placed.sort((a, b) => a.offset - b.offset).map(({ scope }) => scope);
  for (const { text: query, item } of dashboard.queries) {
    if (!query.value.includes(marker)) continue;
    const placeAt = placesIn(query, text, locate, item);
    const scope = scopeAt(scopes, locate(query.scalar.start, undefined)) ?? whole;
    for (const { text: comment, from } of commentsIn(query.value)) {
      const written = comment.trimStart();
      if (written.startsWith(marker)) faults.push(...hold(scope, written.slice(marker.length), placeAt(from), item));
    }
  }
  return { file: whole.start.file, scopes, faults };
}

/** The lines of a description that begin with the marker: what stands after it, and where. */
function* markedLines(description: string): Generator<readonly [string, number]> {
  for (const { 1: rest, index } of description.matchAll(/^[ \t]*telltale:(.*)$/gm)) yield [rest as string, index];
}
