import { belongs, ownerOf } from './belonging.js';
import type { DeclaredType } from './model.js';
import type { Passed } from './observed.js';

/** A metric of a server: its type, and the names of its series. */
export interface Remembered {
  readonly name: string;
  readonly type: DeclaredType;
  readonly help: string | undefined;
  readonly series: readonly string[];
}

/** What targets say of a metric; one that they do not agree on has several. */
export type Said = readonly { readonly type: string; readonly help: string }[];

const types: ReadonlySet<string> = new Set<DeclaredType>([
  ...(['counter', 'gauge', 'histogram', 'summary', 'info', 'stateset', 'gaugehistogram'] as const),
]);

/** What Prometheus writes itself, and does not describe. */
const upHelp = 'Whether the last scrape of the target succeeded: 1, otherwise 0.';

/**
 * The metrics that series of these names are, by what their targets say; where those say nothing, by the names. What is
 * no metric of an application is passed over: recorded series, and those of Prometheus.
 */
export function metricsOf(
  names: readonly string[],
  metadata: Readonly<Record<string, Said>>,
): { readonly metrics: Remembered[]; readonly passed: Passed[] } {
  const passed: Passed[] = [];
  const pass = (name: string, because: string) => void passed.push({ name, because });
  const drafts = new Map<string, { name: string; type: DeclaredType; help: string | undefined; series: string[] }>();
  const declared = new Map(Object.entries(metadata).map(([name, said]) => [name, declaredAs(name, said)]));
  const there = new Set(names);
  for (const name of [...there].sort()) {
    if (name.includes(':')) pass(name, 'a rule records it');
    else if (/^(?:scrape_\w+|ALERTS|ALERTS_FOR_STATE)$/.test(name)) pass(name, 'Prometheus writes it itself');
    else if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) pass(name, 'the catalog has no form for such a name');
    else {
      const owner = ownerOf(name, declared) ?? byName(name, there);
      const draft = drafts.get(owner.name) ?? { ...owner, series: [] };
      drafts.set(owner.name, draft);
      draft.series.push(name);
    }
  }
  const metrics: Remembered[] = [];
  for (const { name, type, help, series } of drafts.values()) {
    const several = Object.hasOwn(metadata, name) ? typesOf(metadata[name] as Said) : [];
    if (several.length > 1) pass(name, `its targets do not agree on its type: ${several.join(', ')}`);
    // A counter is named by its series: the metadata of OpenMetrics leaves _total out.
    else metrics.push({ name: type === 'counter' ? (counted(series) ?? name) : name, type, help, series });
  }
  return { metrics, passed };
}

const counted = (series: readonly string[]): string | undefined =>
  series.find(name => name.endsWith('_total')) ?? series.find(name => !name.endsWith('_created'));

function declaredAs(name: string, said: Said): { name: string; type: DeclaredType; help: string | undefined } {
  const [type = 'unknown'] = typesOf(said);
  // Versions of an application may say it differently; the same one is taken each time.
  const [help] = said
    .map(each => each.help)
    .filter(text => text !== '')
    .sort();
  return { name, type, help };
}

const typesOf = (said: Said): DeclaredType[] =>
  [...new Set(said.map(({ type }) => type).filter((type): type is DeclaredType => types.has(type)))].sort();

/** What a series is whose target said nothing, by its name and those that are beside it. */
function byName(
  name: string,
  there: ReadonlySet<string>,
): { name: string; type: DeclaredType; help: string | undefined } {
  const base = name.replace(/_(?:bucket|sum|count)$/, '');
  for (const type of ['histogram', 'summary'] as const) {
    const complete = [type === 'histogram' ? `${base}_bucket` : base, `${base}_sum`, `${base}_count`];
    if (complete.every(part => there.has(part)) && belongs(name, { name: base, type }))
      return { name: base, type, help: undefined };
  }
  return { name, type: 'unknown', help: name === 'up' ? upHelp : undefined };
}
