import { type Json, objectsIn, pointerTo, quote } from './document.js';

/** A panel with where it is. Rows are panels too. */
export interface PlacedPanel {
  readonly panel: Json;
  readonly pointer: string;
  /** The row that it belongs to, by its pointer; '' above the first row. A row belongs to none. */
  readonly row: string;
  /** The list that it stands in, by its pointer: only panels of one list share a grid. */
  readonly list: string;
}

/** All panels of a dashboard in the order of the file, those inside collapsed rows included. */
export function placedPanels(dashboard: Json): PlacedPanel[] {
  const result: PlacedPanel[] = [];
  let row = '';
  for (const { index, value } of objectsIn(dashboard.panels)) {
    const pointer = pointerTo('panels', index);
    if (value.type !== 'row') {
      result.push({ panel: value, pointer, row, list: '/panels' });
      continue;
    }
    row = pointer;
    result.push({ panel: value, pointer, row: '', list: '/panels' });
    const list = `${pointer}/panels`;
    for (const inner of objectsIn(value.panels)) {
      result.push({ panel: inner.value, pointer: list + pointerTo(inner.index), row, list });
    }
  }
  // As dashboards were built before version 5 of Grafana: it still reads them.
  for (const { index, value } of objectsIn(dashboard.rows)) {
    const [of, list] = [pointerTo('rows', index), pointerTo('rows', index, 'panels')];
    for (const inner of objectsIn(value.panels))
      result.push({ panel: inner.value, pointer: list + pointerTo(inner.index), row: of, list });
  }
  return result;
}

/** A panel as a message names it. */
export function titleOf(panel: Json): string {
  return JSON.stringify(typeof panel.title === 'string' ? panel.title : `#${quote(panel.id)}`);
}
