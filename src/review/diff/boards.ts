import { readVariableQuery } from '../../foreign/variable-queries.js';
import { isObject, listOf, textOf } from '../side/files.js';
import type { Json, JsonObject, SideDashboard } from '../side/model.js';
import { without } from './settings.js';

/** A query of a panel; of a query language without `expr` all is in its settings. */
export interface BoardQuery {
  readonly name: string;
  readonly expr: string;
  readonly legend: string;
  readonly settings: JsonObject;
}

export interface BoardPanel {
  readonly title: string;
  /** The title of the row that it is in; empty above the first one. */
  readonly row: string;
  readonly type: string;
  readonly description: string;
  readonly unit: string;
  readonly thresholds: string;
  readonly queries: readonly BoardQuery[];
  /** Where and how large it is drawn. */
  readonly layout: string;
  readonly settings: JsonObject;
}

/** A variable or an annotation: what has a name, and a query. */
export interface BoardPart {
  readonly name: string;
  /** What is around its expression: `label_values(…, job)`; all of the query where it is none. */
  readonly frame: string;
  readonly expr: string;
  readonly settings: JsonObject;
}

/** What a dashboard says, however Grafana's version writes it. */
export interface Board {
  readonly side: SideDashboard;
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly BoardPart[];
  readonly panels: readonly BoardPanel[];
  readonly variables: readonly BoardPart[];
  readonly annotations: readonly BoardPart[];
  readonly settings: JsonObject;
}

const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((of, key) => (isObject(of) ? of[key] : undefined), value);
const objects = (value: Json | undefined): JsonObject[] => listOf(value).filter(isObject);

/** Reads a dashboard: with rows among its panels or panels in its rows, or of version 2 with its elements. */
export const readBoard = (side: SideDashboard): Board =>
  isObject(side.json.elements) ? version2(side) : classic(side);

/** What Grafana counts or writes for itself. */
const bookkeeping = ['id', 'version', 'iteration', 'schemaVersion', '__inputs', '__requires', '__elements'];

function classic(side: SideDashboard): Board {
  const { json } = side;
  const rows: BoardPart[] = [];
  const panels: BoardPanel[] = [];
  const open = (row: JsonObject): string => {
    const title = textOf(row.title);
    const settings = without(row, 'title', 'panels', 'type', 'collapsed', 'collapse', 'height', 'gridPos', 'id');
    rows.push({ name: title, frame: '', expr: '', settings });
    return title;
  };
  for (const row of objects(json.rows)) {
    const title = open(row);
    for (const panel of objects(row.panels)) panels.push(readPanel(panel, title));
  }
  let row = '';
  for (const panel of objects(json.panels)) {
    if (panel.type === 'row') row = open(panel);
    else panels.push(readPanel(panel, row));
    for (const inner of objects(panel.panels)) panels.push(readPanel(inner, row));
  }
  return {
    side,
    uid: textOf(json.uid),
    title: textOf(json.title),
    rows,
    panels,
    variables: objects(at(json, 'templating', 'list')).map(readVariable),
    annotations: objects(at(json, 'annotations', 'list')).map(readAnnotation),
    settings: without(json, 'uid', 'title', 'rows', 'panels', 'templating', 'annotations', ...bookkeeping),
  };
}

function readPanel(panel: JsonObject, row: string): BoardPanel {
  const defaults = at(panel, 'fieldConfig', 'defaults');
  const { gridPos, span, height } = panel;
  return {
    title: textOf(panel.title),
    row,
    type: textOf(panel.type),
    ...shown(defaults),
    description: textOf(panel.description),
    queries: objects(panel.targets).map((target, i) => readQuery(target, target.refId, i)),
    layout: JSON.stringify([at(gridPos, 'x'), at(gridPos, 'y'), at(gridPos, 'w'), at(gridPos, 'h'), span, height]),
    settings: {
      ...without(panel, 'title', 'type', 'description', 'targets', 'id', 'gridPos', 'span', 'height', 'pluginVersion'),
      fieldConfig: fieldSettings(panel.fieldConfig),
    },
  };
}

const fieldSettings = (config: Json | undefined): Json =>
  isObject(config)
    ? { ...config, defaults: isObject(config.defaults) ? without(config.defaults, 'unit', 'thresholds') : null }
    : null;

function shown(defaults: Json | undefined): Pick<BoardPanel, 'unit' | 'thresholds'> {
  const steps = objects(at(defaults, 'thresholds', 'steps')).map(({ color, value }) =>
    value === null || value === undefined ? textOf(color) : `${textOf(color)} from ${textOf(value)}`,
  );
  const percent = at(defaults, 'thresholds', 'mode') === 'percentage' ? ' (percentage)' : '';
  return { unit: textOf(at(defaults, 'unit')), thresholds: steps.join(', ') + percent };
}

function readQuery(target: JsonObject, refId: Json | undefined, index: number): BoardQuery {
  return {
    name: textOf(refId) || String(index + 1),
    expr: textOf(target.expr),
    legend: textOf(target.legendFormat),
    settings: without(target, 'refId', 'expr', 'legendFormat', 'editorMode'),
  };
}

function readVariable(variable: JsonObject): BoardPart {
  const query = textOf(at(variable.query, 'query') ?? variable.query);
  const read = readVariableQuery(query);
  return {
    name: textOf(variable.name),
    frame: read ? `${query.slice(0, read.from).replace(/\s+/g, '')}…${read.label ? `, ${read.label}` : ''})` : query,
    expr: read?.expr ?? '',
    // What is chosen from is the query's; its definition repeats it.
    settings: without(variable, 'name', 'query', 'definition', ...(query === '' ? [] : ['options'])),
  };
}

function readAnnotation(annotation: JsonObject): BoardPart {
  const expr = textOf(annotation.expr ?? at(annotation, 'target', 'expr'));
  const settings = { ...annotation, target: isObject(annotation.target) ? without(annotation.target, 'expr') : null };
  return { name: textOf(annotation.name), frame: '', expr, settings: without(settings, 'name', 'expr') };
}

function version2(side: SideDashboard): Board {
  const { json } = side;
  const rows = objects(at(json, 'layout', 'spec', 'rows')).map(({ spec }) => (isObject(spec) ? spec : {}));
  const homes = new Map(rows.flatMap(row => elementNames(row.layout).map(name => [name, textOf(row.title)] as const)));
  const places = new Map(gridItems(json.layout).map(item => [textOf(at(item, 'element', 'name')), item]));
  const specs = (list: Json | undefined) => objects(list).flatMap(({ spec }) => (isObject(spec) ? [spec] : []));
  return {
    side,
    uid: textOf(at(json, 'uid')),
    title: textOf(json.title),
    rows: rows.map(row => ({
      name: textOf(row.title),
      frame: '',
      expr: '',
      settings: without(row, 'title', 'layout', 'collapse'),
    })),
    panels: Object.entries(json.elements as JsonObject).flatMap(([name, element]) => {
      const spec = at(element, 'spec');
      if (!isObject(spec)) return [];
      return [elementPanel(spec, homes.get(name) ?? '', places.get(name))];
    }),
    variables: specs(json.variables).map(spec => {
      const query = at(spec, 'query', 'spec', 'query');
      return readVariable(query === undefined ? spec : { ...spec, query });
    }),
    annotations: specs(json.annotations).map(spec =>
      readAnnotation({ ...spec, expr: at(spec, 'query', 'spec', 'expr') ?? null }),
    ),
    settings: without(json, 'uid', 'title', 'elements', 'layout', 'variables', 'annotations', ...bookkeeping),
  };
}

function elementPanel(spec: JsonObject, row: string, place: JsonObject | undefined): BoardPanel {
  const viz = at(spec, 'vizConfig');
  const config = at(viz, 'spec', 'fieldConfig');
  const queries = objects(at(spec, 'data', 'spec', 'queries')).map(({ spec: query }, i) => {
    const target = at(query, 'query', 'spec');
    const rest = isObject(query) ? without(query, 'query', 'refId') : {};
    const { name, expr, legend, settings } = readQuery(isObject(target) ? target : {}, at(query, 'refId'), i);
    return { name, expr, legend, settings: { ...rest, ...settings, datasource: at(query, 'query', 'datasource') } };
  });
  return {
    title: textOf(spec.title),
    row,
    // The name of the plugin: its `kind` in the first releases, its `group` later.
    type: textOf(at(viz, 'group') ?? at(viz, 'kind')),
    description: textOf(spec.description),
    ...shown(at(config, 'defaults')),
    queries,
    layout: JSON.stringify(['x', 'y', 'width', 'height'].map(key => at(place, key))),
    settings: {
      ...without(spec, 'title', 'description', 'vizConfig', 'data', 'id'),
      options: at(viz, 'spec', 'options'),
      fieldConfig: fieldSettings(config),
      transformations: at(spec, 'data', 'spec', 'transformations'),
      queryOptions: at(spec, 'data', 'spec', 'queryOptions'),
    },
  };
}

/** The items of a layout, however deep, that place an element. */
function gridItems(layout: Json | undefined): JsonObject[] {
  if (Array.isArray(layout)) return layout.flatMap(gridItems);
  if (!isObject(layout)) return [];
  return isObject(layout.element) ? [layout] : Object.values(layout).flatMap(gridItems);
}

const elementNames = (layout: Json | undefined): string[] =>
  gridItems(layout).map(item => textOf(at(item, 'element', 'name')));
