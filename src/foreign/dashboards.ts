import { type Asks, datasources } from './datasources.js';
import { readDocuments } from './document.js';
import { type Look, look } from './look.js';
import type { Text } from './model.js';
import { readVariableQuery } from './variable-queries.js';

/** A query of somebody's dashboard that goes, or may go, to Prometheus. */
export interface ForeignQuery {
  readonly kind: 'panel' | 'annotation' | 'variable';
  /** The way to it: `Row › Panel › A`. */
  readonly item: string;
  readonly text: Text;
  /** The expression, and where it begins in the text. */
  readonly expr: string;
  readonly from: number;
  /** It surely goes to Prometheus: then what cannot be read is wrong, and not another language. */
  readonly sure: boolean;
  /** Texts that may name labels of the result: a legend, an annotation's title. */
  readonly names: readonly Text[];
  /** Its series are drawn under these names only. */
  readonly legend?: Text;
  /** The unit that the panel shows all its numbers in. */
  readonly unit?: Text;
  /** The values at which the panel changes colour, as the query returns them. */
  readonly thresholds?: readonly Text[];
  /** It is asked for a range of time: what it returns is drawn point by point. */
  readonly ranged?: boolean;
  /** Each of its series is drawn: as a line, a number, a slice. */
  readonly drawn?: boolean;
  /** Its series are lines over time, and nothing changes their values on the way. */
  readonly lines?: boolean;
  /** The label whose values a variable lists. */
  readonly label?: string;
}

export interface ForeignDashboard {
  /** Where it is: the parts of its JSON above it may be anything. */
  readonly root: Look;
  /** The keys to it from the top of the file. */
  readonly path: readonly string[];
  readonly queries: readonly ForeignQuery[];
  /** The names of its variables; undefined where others may be added: a panel of a library has none of its own. */
  readonly variables: ReadonlySet<string> | undefined;
  /** Panels as Grafana lays them out: then ids and places can be checked. Those of version 2 are laid out elsewhere. */
  readonly classic: boolean;
}

/**
 * Reads a dashboard: as Grafana exports it, as its API takes it (below "dashboard" or "spec"), with rows of panels or
 * panels in rows, a panel of the library (below "model"), and version 2 with its elements. Undefined when the text is none.
 */
export function readDashboard(text: string): ForeignDashboard | undefined {
  if (!/^\s*\{/.test(text) || !/"(?:panels|rows|elements|targets)"\s*:/.test(text)) return undefined;
  const read = readDocuments(text);
  // Grafana writes JSON; what aliases multiply is none.
  if (!read.ok || read.aliased) return undefined;
  const top = look(text, read.documents[0]);
  for (const path of [[], ['dashboard'], ['spec'], ['model'], ['result', 'model']]) {
    const root = top.at(...path);
    const panel = path.at(-1) === 'model' && root.at('targets').item !== undefined;
    if (root.at('elements').item?.kind === 'mapping') return { ...version2(root), root, path, classic: false };
    if (panel)
      return { root, path, queries: panelQueries(root, [], datasources(root)), variables: undefined, classic: false };
    const lists = [root.at('panels'), root.at('rows')].some(list => list.item?.kind === 'sequence');
    if (lists && root.at('groups').item === undefined) return classic(root, path);
  }
  return undefined;
}

function classic(root: Look, path: readonly string[]): ForeignDashboard {
  const list = root.at('templating', 'list').all();
  const inputs = root.at('__inputs').all();
  const asks = datasources(root);
  const queries = [
    ...variableQueries(list, asks),
    ...root
      .at('annotations', 'list')
      .all()
      .flatMap(annotation => annotationQuery(annotation, asks)),
    ...placed(root).flatMap(({ panel, row }) => panelQueries(panel, row, asks)),
  ];
  return { root, path, queries, variables: names([...list, ...inputs]), classic: true };
}

/** The dashboard itself, or one of its panels with the way to it: where it begins, and what its description says. */
export interface DashboardPart {
  readonly start: number;
  /** Undefined for the dashboard. */
  readonly item: string | undefined;
  readonly description: Text | undefined;
}

/** The dashboard and its panels, the dashboard first. */
export function partsOf({ root }: ForeignDashboard): DashboardPart[] {
  const part = (of: Look, item?: string): DashboardPart => ({
    start: of.item?.start ?? 0,
    item,
    description: of.at('description').text(),
  });
  return [
    part(root),
    ...placed(root).map(({ panel, row }) => part(panel, [...row, ...title(panel)].join(' › '))),
    ...root
      .at('elements')
      .all()
      .map(element => part(element.at('spec'), title(element.at('spec')).join())),
  ];
}

type Judge = (reference: Look) => Asks;

const names = (of: readonly Look[]): Set<string> => new Set(of.flatMap(v => v.at('name').string() ?? []));

/** Every panel with its row, in the order of the file: in rows of the old kind, below open rows, inside closed ones. */
function placed(root: Look): { readonly panel: Look; readonly row: readonly string[] }[] {
  const found: { panel: Look; row: readonly string[] }[] = [];
  for (const row of root.at('rows').all()) {
    for (const panel of row.at('panels').all()) found.push({ panel, row: title(row) });
  }
  let row: readonly string[] = [];
  for (const panel of root.at('panels').all()) {
    if (panel.at('type').string() === 'row') row = title(panel);
    else found.push({ panel, row });
    for (const inner of panel.at('panels').all()) found.push({ panel: inner, row: title(panel) });
  }
  return found;
}

const title = (of: Look): string[] => [of.at('title').string() ?? ''].filter(text => text !== '');

function panelQueries(panel: Look, row: readonly string[], asks: Judge): ForeignQuery[] {
  const { unit, thresholds } = ownDefaults(panel, panel.at('transformations'), panel.at('targets'));
  return panel
    .at('targets')
    .all()
    .flatMap((target, i) => {
      const text = target.at('expr').text();
      const own = target.at('datasource');
      const asked = asks(own.item ? own : panel.at('datasource'));
      if (!text || text.value.trim() === '' || asked === 'something else') return [];
      const refId = target.at('refId').string() ?? String(i + 1);
      const legend = legendOf(target);
      return [
        {
          kind: 'panel',
          item: [...row, ...title(panel), refId].join(' › '),
          text,
          expr: text.value,
          from: 0,
          sure: asked === 'prometheus',
          names: legend ? [legend] : [],
          ...(legend && { legend }),
          ...(unit && { unit }),
          thresholds,
          ranged: isRanged(target),
          drawn: drawing.has(panel.at('type').string() ?? '') && !isTable(target),
          lines: isLines(panel.at('type'), panel.at('transformations')) && isRanged(target),
        },
      ];
    });
}

/** Panels on which every series of a query has a place of its own. */
const drawing = new Set(['timeseries', 'graph', 'stat', 'gauge', 'bargauge', 'piechart', 'barchart', 'state-timeline']);

const isLines = (type: Look, transformations: Look): boolean =>
  /^(?:timeseries|graph)$/.test(type.string() ?? '') && transformations.all().length === 0;

const isTable = (target: Look): boolean => target.at('format').string() === 'table';

const isRanged = (target: Look): boolean =>
  !isTable(target) && (target.at('instant').string() !== 'true' || target.at('range').string() === 'true');

/** Without a legend, and with `__auto`, Grafana shows what labels there are. */
function legendOf(target: Look): Text | undefined {
  if (isTable(target)) return undefined;
  const legend = target.at('legendFormat').text();
  return legend && legend.value !== '' && legend.value !== '__auto' ? legend : undefined;
}

/** How a panel shows its numbers where it shows them as its queries return them: all in one unit; of one query, the thresholds too. */
function ownDefaults(shown: Look, transformations: Look, queries: Look): Pick<ForeignQuery, 'unit' | 'thresholds'> {
  const config = shown.at('fieldConfig');
  if (transformations.all().length + config.at('overrides').all().length > 0) return { thresholds: [] };
  const unit = config.at('defaults', 'unit').text();
  const thresholds = config.at('defaults', 'thresholds');
  const stacked = config.at('defaults', 'custom', 'stacking', 'mode').string() ?? 'none';
  const reduced = shown.at('options', 'reduceOptions', 'calcs').all();
  const absolute =
    queries.all().length === 1 &&
    thresholds.at('mode').string() !== 'percentage' &&
    stacked === 'none' &&
    reduced.every(calc => among.has(calc.string() ?? ''));
  const steps = absolute ? thresholds.at('steps').all() : [];
  return { ...(unit && { unit }), thresholds: steps.flatMap(step => step.at('value').text() ?? []) };
}

/** What makes one number of many that lies among them; a sum or a count does not. */
const among = new Set(['lastNotNull', 'last', 'firstNotNull', 'first', 'min', 'max', 'mean', 'median']);

function annotationQuery(annotation: Look, asks: Judge): ForeignQuery[] {
  const asked = asks(annotation.at('datasource'));
  const text = annotation.at('expr').text() ?? annotation.at('target', 'expr').text();
  if (!text || text.value.trim() === '' || asked === 'something else') return [];
  const shown = ['titleFormat', 'textFormat'].flatMap(key => annotation.at(key).text() ?? []);
  const item = annotation.at('name').string() ?? 'annotation';
  return [{ kind: 'annotation', item, text, expr: text.value, from: 0, sure: asked === 'prometheus', names: shown }];
}

function variableQueries(variables: readonly Look[], asks: Judge): ForeignQuery[] {
  return variables.flatMap((variable): ForeignQuery[] => {
    if (variable.at('type').string() !== 'query') return [];
    const asked = asks(variable.at('datasource'));
    const text = variable.at('query').text() ?? variable.at('query', 'query').text();
    const read = text && asked !== 'something else' ? readVariableQuery(text.value) : undefined;
    if (!text || !read) return [];
    const item = `$${variable.at('name').string() ?? ''}`;
    return [{ kind: 'variable', item, text, ...read, sure: asked === 'prometheus', names: [] }];
  });
}

/** Dashboards of version 2: elements with groups of queries, each query with the id of its datasource's plugin. */
function version2(root: Look): Pick<ForeignDashboard, 'queries' | 'variables'> {
  const queries = root
    .at('elements')
    .all()
    .flatMap(element => {
      const shown = element.at('spec', 'vizConfig');
      const transformations = element.at('spec', 'data', 'spec', 'transformations');
      const asked = element.at('spec', 'data', 'spec', 'queries');
      const { unit, thresholds } = ownDefaults(shown.at('spec'), transformations, asked);
      return asked.all().flatMap((query): ForeignQuery[] => {
        const ask = query.at('spec', 'query');
        const plugin = ask.at('group').string() ?? ask.at('kind').string() ?? '';
        const text = ask.at('spec', 'expr').text();
        if (!text || text.value.trim() === '' || !/^(?:prometheus|DataQuery)$/.test(plugin)) return [];
        const legend = legendOf(ask.at('spec'));
        const item = [...title(element.at('spec')), query.at('spec', 'refId').string() ?? ''].join(' › ');
        const sure = plugin === 'prometheus';
        return [
          {
            kind: 'panel',
            item,
            text,
            expr: text.value,
            from: 0,
            sure,
            names: legend ? [legend] : [],
            ...(legend && { legend }),
            ...(unit && { unit }),
            thresholds,
            ranged: isRanged(ask.at('spec')),
            drawn:
              (drawing.has(shown.at('group').string() ?? '') || drawing.has(shown.at('kind').string() ?? '')) &&
              !isTable(ask.at('spec')),
            lines:
              [shown.at('group'), shown.at('kind')].some(type => isLines(type, transformations)) &&
              isRanged(ask.at('spec')),
          },
        ];
      });
    });
  return {
    queries,
    variables: names(
      root
        .at('variables')
        .all()
        .map(v => v.at('spec')),
    ),
  };
}
