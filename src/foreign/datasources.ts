import type { Look } from './look.js';
import type { Text } from './model.js';

/** Whether a query goes to Prometheus, as far as the dashboard says. */
export type Asks = 'prometheus' | 'something else' | 'unknown';

/** Tells of references to datasources what they are: by their type, or by what the dashboard says of the variable. */
export function datasources(dashboard: Look): (reference: Look) => Asks {
  const types = new Map<string, string>();
  for (const input of dashboard.at('__inputs').all()) note(input.at('name'), input.at('pluginId'));
  for (const variable of dashboard.at('templating', 'list').all()) {
    if (variable.at('type').string() === 'datasource') note(variable.at('name'), variable.at('query'));
  }
  return reference => {
    const type = reference.at('type').string();
    if (type !== undefined) return asks(type);
    const name = reference.at('uid').string() ?? reference.string();
    if (name === undefined) return 'unknown';
    const variable = /^\$\{?(\w+)(?::\w+)?\}?$/.exec(name)?.[1];
    return asks((variable === undefined ? name : types.get(variable)) ?? '');
  };

  function note(name: Look, type: Look): void {
    const [of, is] = [name.string(), type.string()];
    if (of !== undefined && is !== undefined) types.set(of, is);
  }
}

/** The texts that refer to a datasource, wherever they stand in a part of a dashboard: names, uids, variables. */
export function datasourceReferences(of: Look): Text[] {
  const found: Text[] = [];
  const stack = [of];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const reference = next.at('datasource');
    for (const look of [reference, reference.at('uid'), reference.at('name')])
      found.push(...[look.text() ?? []].flat());
    for (const below of next.all().reverse()) stack.push(below);
  }
  return found;
}

const others = /loki|tempo|elastic|influx|graphite|cloudwatch|sql|postgres|jaeger|zipkin|testdata|grafana --|expr/i;

/** By the id of a datasource plugin, or the name that somebody gave a datasource. */
function asks(name: string): Asks {
  if (/prom|mimir|thanos|cortex/i.test(name)) return 'prometheus';
  return others.test(name) ? 'something else' : 'unknown';
}
