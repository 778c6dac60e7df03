import { at, type Json, quote } from './document.js';
import { placedPanels } from './panels.js';
import type { Problem } from './problem.js';

/** What replaced the panel types that Grafana took out (ruling R25). */
const successors: Readonly<Record<string, string>> = {
  graph: 'timeseries',
  singlestat: 'stat',
  'table-old': 'table',
};

/** The panels of a type that Grafana has removed. */
export function removedPanelProblems(dashboard: Json): Problem[] {
  return placedPanels(dashboard).flatMap(({ panel, pointer }) => removedPanel(panel, `${pointer}/type`) ?? []);
}

/** What is to be said of a panel of such a type. */
export function removedPanel(panel: unknown, pointer: string): Problem | undefined {
  const type = at(panel, 'type');
  const successor = typeof type === 'string' && Object.hasOwn(successors, type) ? successors[type] : undefined;
  if (successor === undefined) return undefined;
  return {
    id: 'schema/removed-panel',
    pointer,
    message: `panel ${quote(at(panel, 'title'))} has the type "${type}", which Grafana has removed`,
    fix: `write "${successor}"`,
  };
}
