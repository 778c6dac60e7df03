import { at, type Json, objectsIn, pointerTo } from './document.js';
import { duplicates } from './duplicates.js';
import { type PlacedPanel, placedPanels } from './panels.js';
import type { Problem } from './problem.js';

/** Ids, refIds, titles and variable names that occur twice where they tell things apart. */
export function identityProblems(dashboard: Json): Problem[] {
  return [...idProblems(dashboard), ...titleProblems(dashboard)];
}

/** Ids, refIds and variable names that Grafana itself tells things apart by. */
export function idProblems(dashboard: Json): Problem[] {
  const panels = placedPanels(dashboard);
  return [
    ...duplicates(
      'panel id',
      'in this dashboard',
      panels.map(({ panel, pointer }) => ({ value: panel.id, pointer: `${pointer}/id` })),
      'give the panel an id of its own, and leave the ids of the others alone: links refer to them',
    ),
    ...panels.flatMap(({ panel, pointer }) =>
      duplicates(
        'refId',
        'in this panel',
        objectsIn(panel.targets).map(({ index, value }) => ({
          value: value.refId,
          pointer: pointer + pointerTo('targets', index, 'refId'),
        })),
        'give each target a refId of its own: A, B, C',
      ),
    ),
    ...duplicates(
      'variable name',
      'in this dashboard',
      objectsIn(at(dashboard, 'templating', 'list')).map(({ index, value }) => ({
        value: value.name,
        pointer: pointerTo('templating', 'list', index, 'name'),
      })),
      'rename one of the two',
    ),
  ];
}

/** Titles that people tell rows, and panels of a row, apart by. */
function titleProblems(dashboard: Json): Problem[] {
  const panels = placedPanels(dashboard);
  return [
    ...duplicates('row title', 'in this dashboard', titles(panels.filter(isRow)), 'name the row for what it shows'),
    ...byRow(panels).flatMap(row =>
      duplicates('panel title', 'in this row', titles(row), 'say in the title what sets the panel apart'),
    ),
  ];
}

const isRow = ({ panel }: PlacedPanel) => panel.type === 'row';

const titles = (panels: readonly PlacedPanel[]) =>
  panels.map(({ panel, pointer }) => ({ value: panel.title, pointer: `${pointer}/title` }));

function byRow(panels: readonly PlacedPanel[]): PlacedPanel[][] {
  const rows = new Map<string, PlacedPanel[]>();
  for (const placed of panels) {
    if (!isRow(placed)) rows.set(placed.row, [...(rows.get(placed.row) ?? []), placed]);
  }
  return [...rows.values()];
}
