import { at, isObject, type Json, objectsIn, pointerTo } from './document.js';
import { duplicates } from './duplicates.js';
import { type Box, boxProblems } from './layout-checks.js';
import { titleOf } from './panels.js';
import type { Problem } from './problem.js';

/**
 * What is wrong with how a dashboard of version 2 is put together: ids, refIds and names that occur twice, panels that cover one
 * another or leave the grid, layouts that show what is not there, and elements that no layout shows.
 */
export function version2Problems(spec: Json): Problem[] {
  const elements = isObject(spec.elements) ? spec.elements : {};
  const panels = Object.entries(elements).flatMap(([name, value]) =>
    isObject(at(value, 'spec')) ? [{ name, panel: at(value, 'spec') as Json }] : [],
  );
  const items = itemsOf(spec.layout, '/layout');
  const shown = new Set(items.map(item => item.element));
  return [
    ...duplicates(
      'panel id',
      'in this dashboard',
      panels.map(({ name, panel }) => ({ value: panel.id, pointer: pointerTo('elements', name, 'spec', 'id') })),
      'give the panel an id of its own: links refer to them',
    ),
    ...panels.flatMap(({ name, panel }) =>
      duplicates(
        'refId',
        'in this panel',
        objectsIn(at(panel, 'data', 'spec', 'queries')).map(({ index, value }) => ({
          value: at(value, 'spec', 'refId'),
          pointer: pointerTo('elements', name, 'spec', 'data', 'spec', 'queries', index, 'spec', 'refId'),
        })),
        'give each query a refId of its own: A, B, C',
      ),
    ),
    ...duplicates(
      'variable name',
      'in this dashboard',
      objectsIn(spec.variables).map(({ index, value }) => ({
        value: at(value, 'spec', 'name'),
        pointer: pointerTo('variables', index, 'spec', 'name'),
      })),
      'rename one of the two',
    ),
    ...boxProblems(items.flatMap(item => boxOf(item, elements))),
    ...items.flatMap(({ element, pointer }) =>
      element === undefined || Object.hasOwn(elements, element)
        ? []
        : [
            misplaced(
              pointer,
              `the layout shows "${element}", and there is no such element`,
              'name one of the elements',
            ),
          ],
    ),
    // Without any layout that is understood, nothing is known of what it shows.
    ...(items.length === 0 ? [] : Object.keys(elements).filter(name => !shown.has(name))).map(name =>
      misplaced(pointerTo('elements', name), `no layout shows the element "${name}"`, 'place it, or delete it'),
    ),
  ];
}

const misplaced = (pointer: string, message: string, fix: string): Problem => ({
  id: 'schema/layout',
  pointer,
  message,
  fix,
});

/** Something that a layout places. */
interface Item {
  readonly element: string | undefined;
  readonly spec: Json;
  readonly pointer: string;
  readonly list: string;
}

/** All items of a layout, those of its rows and tabs included. */
function itemsOf(layout: unknown, pointer: string): Item[] {
  const spec = at(layout, 'spec');
  const inner = (key: 'rows' | 'tabs') =>
    objectsIn(at(spec, key)).flatMap(({ index, value }) =>
      itemsOf(at(value, 'spec', 'layout'), pointer + pointerTo('spec', key, index, 'spec', 'layout')),
    );
  return [...placedIn(at(spec, 'items'), `${pointer}/spec/items`), ...inner('rows'), ...inner('tabs')];
}

/** The items of a grid, and those of the rows that stood in grids before there were layouts of rows. */
function placedIn(items: unknown, list: string): Item[] {
  return objectsIn(items).flatMap(({ index, value }): Item[] => {
    const spec = at(value, 'spec');
    const pointer = list + pointerTo(index, 'spec');
    if (!isObject(spec)) return [];
    if (Array.isArray(spec.elements)) return placedIn(spec.elements, `${pointer}/elements`);
    const name = at(spec, 'element', 'name');
    return [{ element: typeof name === 'string' ? name : undefined, spec, pointer, list }];
  });
}

function boxOf({ element, spec, pointer, list }: Item, elements: Json): Box[] {
  const { x, y, width: w, height: h } = spec;
  const panel = element === undefined ? undefined : at(elements, element, 'spec');
  const known = [x, y, w, h].every(Number.isFinite);
  return known && isObject(panel) ? [{ name: `panel ${titleOf(panel)}`, pointer, list, x, y, w, h } as Box] : [];
}
