/** A query of a dashboard as Grafana would send it: variables on All, macros for an hour at a scrape interval of 15 s. */
export interface DashboardQuery {
  /** The dashboard's uid, what the query belongs to, and its refId: `coordinator-errors › Errors › A`. */
  readonly name: string;
  readonly use: 'panel' | 'variable' | 'annotation';
  readonly expr: string;
}

interface Datasource {
  readonly type?: string;
}

/** As much of a dashboard's JSON as queries stand in. */
interface DashboardJson {
  readonly uid: string;
  readonly templating?: {
    readonly list?: readonly {
      readonly name: string;
      readonly type: string;
      readonly query?: string;
      readonly allValue?: string;
      readonly datasource?: Datasource;
    }[];
  };
  readonly annotations?: {
    readonly list?: readonly { readonly name: string; readonly expr?: string; readonly datasource?: Datasource }[];
  };
  readonly panels?: readonly PanelJson[];
}

interface PanelJson {
  readonly title?: string;
  readonly datasource?: Datasource;
  readonly targets?: readonly { readonly refId: string; readonly expr?: string; readonly datasource?: Datasource }[];
  readonly panels?: readonly PanelJson[];
}

/**
 * Every PromQL query of a dashboard. What goes to Loki is left out: there is none here. @throws Error for a query
 * to any other datasource, or with a variable that the dashboard does not have.
 */
export function queriesOf(text: string): DashboardQuery[] {
  const dashboard = JSON.parse(text) as DashboardJson;
  const variables = dashboard.templating?.list ?? [];
  const values = new Map(variables.map(v => [v.name, v.allValue ?? '.+']));
  const query = (use: DashboardQuery['use'], of: string, expr: string | undefined): DashboardQuery => {
    const name = `${dashboard.uid} › ${of}`;
    if (!expr) throw new Error(`${name} has no query`);
    return { name, use, expr: substitute(expr, values, name) };
  };
  return [
    ...variables
      .filter(v => v.type !== 'datasource' && toPrometheus(v.datasource, v.name))
      .map(v => query('variable', v.name, valuesQuery(v.query))),
    ...(dashboard.annotations?.list ?? [])
      .filter(a => toPrometheus(a.datasource, a.name))
      .map(a => query('annotation', a.name, a.expr)),
    ...flat(dashboard.panels ?? []).flatMap(panel =>
      (panel.targets ?? [])
        .filter(target => toPrometheus(target.datasource ?? panel.datasource, panel.title))
        .map(target => query('panel', `${panel.title} › ${target.refId}`, target.expr)),
    ),
  ];
}

/** The names, as in `DashboardQuery`, of the queries of panels that go to Loki, which nothing here can answer. */
export function logQueriesOf(text: string): string[] {
  const { uid, panels = [] } = JSON.parse(text) as DashboardJson;
  return flat(panels).flatMap(panel =>
    (panel.targets ?? [])
      .filter(target => (target.datasource ?? panel.datasource)?.type === 'loki')
      .map(target => `${uid} › ${panel.title} › ${target.refId}`),
  );
}

/** Rows may hold their panels. */
function flat(panels: readonly PanelJson[]): PanelJson[] {
  return panels.flatMap(panel => [panel, ...flat(panel.panels ?? [])]);
}

function toPrometheus(datasource: Datasource | undefined, of: string | undefined): boolean {
  if (datasource?.type === 'loki') return false;
  if (datasource?.type !== 'prometheus') throw new Error(`${of} asks the datasource ${JSON.stringify(datasource)}`);
  return true;
}

/** `label_values(selector, label)` is Grafana's; this is PromQL that has a series for each of its values. */
function valuesQuery(query: string | undefined): string | undefined {
  const [, selector, label] = /^label_values\((.*), *(\w+)\)$/s.exec(query ?? '') ?? [];
  return selector && label && `group by (${label}) (${selector})`;
}

const macros: Readonly<Record<string, string>> = {
  __rate_interval: '1m',
  __interval: '15s',
  __interval_ms: '15000',
  __range: '1h',
  __range_s: '3600',
  __range_ms: '3600000',
};

/** Puts values in the place of `$name`, `${name}` and `${name:format}`. */
function substitute(expr: string, values: ReadonlyMap<string, string>, of: string): string {
  return expr.replace(/\$(?:(\w+)|\{(\w+)(?::\w+)?\})/g, (text, plain?: string, braced?: string) => {
    const name = (plain ?? braced) as string;
    const value = macros[name] ?? values.get(name);
    if (value === undefined) throw new Error(`${of} uses ${text}, which the dashboard does not have`);
    return value;
  });
}
