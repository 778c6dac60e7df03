import type { Dashboard, Panel, Row } from './model.js';

/** A panel's id. It depends on the dashboard and the panel's key alone: inserting or moving panels changes no id. */
export const panelId = (dashboard: Dashboard, panel: Panel): number => stableId(dashboard.slug, panel.key);

/** A row's id: rows are panels to Grafana. */
export const rowId = (dashboard: Dashboard, row: Row): number => stableId(dashboard.slug, 'row', row.title);

/** A hash from 1 to 2^31-1, as Grafana's URLs take ids. Two that meet are a finding of checkDashboard. */
export function stableId(...names: readonly string[]): number {
  // FNV-1a over the UTF-16 units; the separator keeps ('a', 'bc') and ('ab', 'c') apart.
  let hash = 0x811c9dc5;
  for (const char of names.join('\0')) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 1) % 0x7fffffff || 1;
}
