import { belongs, ownerOf } from './belonging.js';
import { type DeclaredType, ExpositionFault, type Family, type PageSample } from './model.js';
import { readSample } from './sample.js';

/** More than any exporter has; beyond, something else is being read. */
const mostSamples = 2_000_000;
/** What describes them, and blank lines, are fewer than they. */
const mostLines = 2 * mostSamples;

const types = new Set([
  ...['counter', 'gauge', 'histogram', 'summary', 'untyped', 'unknown', 'info', 'stateset', 'gaugehistogram'],
]);

interface Draft {
  readonly name: string;
  type: DeclaredType;
  help: string | undefined;
  unit: string | undefined;
  readonly samples: PageSample[];
  readonly line: number;
}

/**
 * Reads a page of /metrics line by line, in the text format or OpenMetrics; nothing is kept but its samples.
 * @throws ExpositionFault for what Prometheus would refuse, series that are there twice included.
 */
export async function readPage(lines: AsyncIterable<string> | Iterable<string>): Promise<Family[]> {
  const families = new Map<string, Draft>();
  const seen = new Set<string>();
  let current: Draft | undefined;
  let number = 0;
  const family = (name: string): Draft => {
    const found = families.get(name);
    if (found) return found;
    const made: Draft = { name, type: 'untyped', help: undefined, unit: undefined, samples: [], line: number };
    families.set(name, made);
    return made;
  };
  for await (const raw of lines) {
    if (++number > mostLines) throw new ExpositionFault(`there are more than ${mostLines} lines`, number);
    const line = raw.trim();
    if (line === '') continue;
    if (line === '# EOF') break;
    if (line.startsWith('#')) {
      const [, keyword, name, rest = ''] = /^#\s+(HELP|TYPE|UNIT)\s+(\S+)\s*(.*)$/.exec(line) ?? [];
      if (!keyword || !name) continue;
      current = family(name);
      if (keyword === 'HELP') current.help = rest.replace(/\\([n\\"])/g, (_, c) => (c === 'n' ? '\n' : c));
      else if (keyword === 'UNIT') current.unit = rest;
      else if (!types.has(rest)) throw new ExpositionFault(`"${rest}" is no metric type`, number);
      else if (current.samples.length > 0)
        throw new ExpositionFault(`the type of ${name} comes after its samples`, number);
      else current.type = rest as DeclaredType;
      continue;
    }
    const sample = readSample(line, number);
    const key = seriesKey(sample);
    if (seen.has(key)) throw new ExpositionFault(`the series ${key} is there twice`, number);
    if (seen.size >= mostSamples) throw new ExpositionFault(`there are more than ${mostSamples} samples`, number);
    seen.add(key);
    if (!current || !belongs(sample.name, current)) current = ownerOf(sample.name, families) ?? family(sample.name);
    current.samples.push(sample);
  }
  return [...families.values()];
}

function seriesKey({ name, labels }: PageSample): string {
  const pairs = Object.keys(labels)
    .sort()
    .map(label => `${label}=${JSON.stringify(labels[label])}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}
