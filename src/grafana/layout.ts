import type { Row } from './model.js';

/** Where a panel stands, in columns and lines of the grid. */
export interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A row with the places of its heading and its panels, in their order. */
export interface PlacedRow<R extends Sized = Row> {
  readonly row: R;
  readonly heading: GridPosition;
  readonly panels: readonly GridPosition[];
}

interface Sized {
  readonly panels: readonly { readonly width: number; readonly height: number }[];
}

/** The width of Grafana's grid. */
export const columns = 24;

/**
 * Places panels like words: side by side while they fit, then on the next line, which begins below the highest panel of
 * the line before. They never overlap and never leave the grid.
 */
export function placeRows<R extends Sized>(rows: readonly R[]): PlacedRow<R>[] {
  let y = 0;
  return rows.map(row => {
    const heading = { x: 0, y, w: columns, h: 1 };
    y += 1;
    let x = 0;
    let lineHeight = 0;
    const panels = row.panels.map(({ width, height }) => {
      if (x + width > columns) {
        y += lineHeight;
        x = 0;
        lineHeight = 0;
      }
      const place = { x, y, w: width, h: height };
      x += width;
      lineHeight = Math.max(lineHeight, height);
      return place;
    });
    y += lineHeight;
    return { row, heading, panels };
  });
}
