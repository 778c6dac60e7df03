import { TelltaleError } from '../core/errors.js';
import type { Passed, Seen } from '../exposition/observed.js';
import { metricsOf, type Remembered } from '../exposition/remembered.js';
import type { Matcher } from '../promql/ast.js';
import { parse } from '../promql/parse.js';
import { print } from '../promql/print.js';
import type { Client } from '../remote/client.js';
import { ServerFault } from '../remote/faults.js';
import { turns } from '../remote/turns.js';

/** More metrics than a catalog is read for. */
const mostMetrics = 5000;
/** So many series show what the labels of a metric are. */
const mostSeries = 20_000;
/** More values than anybody lists. */
const mostValues = 1000;

/** What is asked of a server, and of which time; in milliseconds. */
export interface RememberedOptions {
  readonly client: Client;
  /** Selectors of series, of which one is enough: `{job="shop"}`. All series when there is none. */
  readonly match: readonly string[];
  readonly from: number;
  readonly to: number;
  /** How many requests run at once. */
  readonly parallel: number;
  readonly progress?: (done: number, of: number) => void;
}

/**
 * What a Prometheus knows of the metrics that it had in a time: type and help from what their targets say, labels and
 * their values from the series. A label changes when the two halves of the time do not have the same values.
 * @throws TelltaleError when the server does not answer, has nothing of that time, or far too much.
 */
export async function fetchRemembered(options: RememberedOptions): Promise<{ seen: Seen[]; passed: Passed[] }> {
  const { client, from, to, parallel, progress } = options;
  const choices = options.match.length > 0 ? options.match.map(matchersOf) : [[]];
  const all: Matcher = { label: '__name__', op: '!=', value: '' };
  const inTurn = turns(parallel);
  try {
    const match = choices.map(matchers => selectorOf(matchers.length > 0 ? matchers : [all]));
    const names = await client.labelValues('__name__', { match, from, to });
    const { metrics, passed } = metricsOf(names, await metadataOf(client));
    const shown = client.shown;
    if (metrics.length + passed.length === 0)
      throw new TelltaleError(`${shown} has no series of that time${options.match.length > 0 ? ' that match' : ''}`, {
        fix: 'look at --match and --since, and whether it is the right server and tenant',
      });
    if (metrics.length > mostMetrics)
      throw new TelltaleError(`${shown} has ${metrics.length} metrics, and nobody reads a catalog of so many`, {
        fix: `choose those of one application with --match '{job="…"}'`,
      });
    let done = 0;
    const answers = await Promise.all(
      metrics.map(async metric => {
        const answer = await inTurn(() => seriesOf(metric, choices, options));
        progress?.(++done, metrics.length);
        return answer;
      }),
    );
    const seen = answers.filter(answer => 'type' in answer);
    return { seen, passed: [...passed, ...answers.filter(answer => 'because' in answer)] };
  } catch (error) {
    if (!(error instanceof ServerFault)) throw error;
    throw new TelltaleError(error.message, { ...(error.fix !== '' && { fix: error.fix }), cause: error });
  }
}

/** Some servers of the same API have no such thing: types follow from names then. */
async function metadataOf(client: Client): ReturnType<Client['metadata']> {
  try {
    return await client.metadata();
  } catch (error) {
    if (error instanceof ServerFault && error.kind === 'stranger') return {};
    throw error;
  }
}

async function seriesOf(
  metric: Remembered,
  choices: readonly (readonly Matcher[])[],
  { client, from, to }: RememberedOptions,
): Promise<Seen | Passed> {
  const { name, type, help, series } = metric;
  if (type === 'summary') return { name, because: 'it is a summary' };
  const buckets = series.find(each => type === 'histogram' && each.endsWith('_bucket'));
  // Of a histogram, the counts have all labels but `le`, and are far fewer than the buckets.
  const one = type === 'histogram' ? (series.find(each => each.endsWith('_count')) ?? buckets ?? name) : name;
  const of = (series: string) => choices.map(m => selectorOf([{ label: '__name__', op: '=', value: series }, ...m]));
  const middle = Math.floor((from + to) / 2);
  try {
    const half = async (begin: number, end: number) =>
      halfOf(await client.series({ match: of(one), from: begin, to: end, limit: mostSeries }));
    const before = await half(from, middle);
    const after = await half(middle, to);
    const labels = new Map([...before.labels, ...after.labels].map(([label]) => [label, both(label, before, after)]));
    if (buckets !== undefined)
      labels.set('le', new Set(await client.labelValues('le', { match: of(buckets), from, to })));
    const changing = new Set([...labels.keys()].filter(label => label !== 'le' && changes(label, before, after)));
    return { name, type, help, labels, changing };
  } catch (error) {
    if (!(error instanceof ServerFault) || !error.divisible) throw error;
    return { name, because: `its series cannot be read, choose some of them with --match: ${error.message}` };
  }
}

/** What the series of half of the time are. */
interface Half {
  /** They are all there. */
  readonly whole: boolean;
  readonly some: boolean;
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
}

function halfOf(series: readonly Readonly<Record<string, string>>[]): Half {
  const labels = new Map<string, Set<string>>();
  for (const each of series) {
    for (const [label, value] of Object.entries(each)) {
      if (label.startsWith('__')) continue;
      const values = labels.get(label) ?? new Set();
      labels.set(label, values);
      if (values.size < mostValues) values.add(value);
    }
  }
  return { whole: series.length < mostSeries, some: series.length > 0, labels };
}

const both = (label: string, before: Half, after: Half): Set<string> =>
  new Set([...(before.labels.get(label) ?? []), ...(after.labels.get(label) ?? [])]);

/** A metric that is new says nothing of what stays, and series that are not all there say nothing either. */
function changes(label: string, before: Half, after: Half): boolean {
  if (!before.whole || !after.whole) return true;
  if (!before.some || !after.some) return false;
  const all = both(label, before, after).size;
  return before.labels.get(label)?.size !== all || after.labels.get(label)?.size !== all;
}

function matchersOf(text: string): readonly Matcher[] {
  const read = parse(text);
  const node = read.ok ? read.node : undefined;
  if (node?.kind !== 'selector' || node.offset !== undefined || node.at !== undefined)
    throw new TelltaleError(
      `${JSON.stringify(text)} is no selector of series${read.ok ? '' : `: ${read.error.message}`}`,
      {
        fix: `write it like '{job="shop"}'`,
      },
    );
  const named: Matcher[] = node.name === undefined ? [] : [{ label: '__name__', op: '=', value: node.name }];
  return [...named, ...node.matchers];
}

const selectorOf = (matchers: readonly Matcher[]): string => print({ kind: 'selector', name: undefined, matchers });
