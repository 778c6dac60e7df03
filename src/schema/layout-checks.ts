import { at, type Json } from './document.js';
import { type PlacedPanel, placedPanels, titleOf } from './panels.js';
import type { Problem } from './problem.js';

const columns = 24;

/** With how many of those before it a box is compared: in thousands of panels not with all of them. */
const mostCompared = 500;

/** What a layout puts somewhere. */
export interface Box {
  /** As a message names it. */
  readonly name: string;
  /** Where its place is written. */
  readonly pointer: string;
  /** Only boxes of one list share a grid. */
  readonly list: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Panels that leave the grid or cover one another, and open rows that hide panels. */
export function layoutProblems(dashboard: Json): Problem[] {
  const panels = placedPanels(dashboard);
  return [...boxProblems(panels.flatMap(boxOf)), ...panels.flatMap(hiddenPanels)];
}

/** Boxes that leave the grid or cover one another. */
export const boxProblems = (boxes: readonly Box[]): Problem[] => [...boxes.flatMap(overflow), ...overlaps(boxes)];

function boxOf({ panel, pointer, list }: PlacedPanel): Box[] {
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map(key => at(panel, 'gridPos', key));
  const known = [x, y, w, h].every(Number.isFinite);
  return known ? [{ name: `panel ${titleOf(panel)}`, pointer: `${pointer}/gridPos`, list, x, y, w, h } as Box] : [];
}

function overflow({ name, pointer, x, w }: Box): Problem[] {
  // Beyond these bounds the schema already complains.
  if (x + w <= columns || x >= columns || w > columns) return [];
  return [
    {
      id: 'schema/layout',
      pointer,
      message: `${name} ends at column ${x + w}, but the grid has ${columns}`,
      fix: `make x + w at most ${columns}: x ${Math.max(0, columns - w)}, or w ${columns - x}`,
    },
  ];
}

/** A box is compared with those before it, so that each pair is told once, at the later one. */
function overlaps(boxes: readonly Box[]): Problem[] {
  return boxes.flatMap((box, i) => {
    const before = boxes.slice(Math.max(0, i - mostCompared), i);
    const other = before.find(earlier => earlier.list === box.list && cross(earlier, box));
    if (!other) return [];
    return [
      {
        id: 'schema/layout',
        pointer: box.pointer,
        message: `${box.name} covers ${other.name}`,
        fix: `move it: ${other.name.replace(/^panel /, '')} takes columns ${other.x} to ${other.x + other.w} and lines ${other.y} to ${other.y + other.h}`,
      },
    ];
  });
}

function cross(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function hiddenPanels({ panel, pointer }: PlacedPanel): Problem[] {
  if (panel.type !== 'row' || panel.collapsed === true) return [];
  if (!Array.isArray(panel.panels) || panel.panels.length === 0) return [];
  return [
    {
      id: 'schema/layout',
      pointer: `${pointer}/panels`,
      message: `row ${titleOf(panel)} is open, so Grafana does not draw the panels inside it`,
      fix: 'put them after the row in the dashboard, or set collapsed to true',
    },
  ];
}
