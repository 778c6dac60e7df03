import { guessUnit } from '../catalog/names.js';
import type { Observed, Passed } from './observed.js';

/** A label with more values than this is left open: nobody would list them. */
const fewest = 12;

/** A first catalog as TypeScript, to be read and corrected: units are guessed from names, vocabularies from what was seen. */
export function draftCatalog(
  metrics: readonly Observed[],
  passed: readonly Passed[],
  from: string,
  library: string,
): string {
  const used = new Set<string>();
  const taken = new Set<string>();
  const blocks = metrics.map(metric => {
    used.add(metric.type);
    for (const label of Object.keys(metric.labels)) used.add(isClosed(metric, label) ? 'closed' : 'open');
    return block(metric, exportName(metric, taken), from);
  });
  if (metrics.length > 0) used.add('assumed');
  const skipped = passed.map(({ name, because }) => `// ${plain(name)} is left out: ${because}.\n`);
  const imports = metrics.length > 0 ? `import { ${[...used].sort().join(', ')} } from ${text(library)};\n\n` : '';
  return [
    `// Drawn up by telltale from ${from}: check units, vocabularies and help, then add limits.\n`,
    imports,
    ...blocks,
    ...skipped,
  ].join('');
}

function block(metric: Observed, name: string, from: string): string {
  const { labels, type, buckets } = metric;
  const lines = [
    `  help: ${text(metric.help || 'What does it measure?')},`,
    `  unit: ${text(guessUnit(metric))},`,
    ...(Object.keys(labels).length > 0
      ? ['  labels: {', ...Object.keys(labels).map(label => `    ${label}: ${vocabulary(metric, label)},`), '  },']
      : []),
    ...(type === 'histogram' ? [`  buckets: [${(buckets.length > 0 ? buckets : [1]).join(', ')}],`] : []),
    `  source: assumed(${text(`read from ${from}`)}),`,
  ];
  return `export const ${name} = ${type}(${text(metric.name)}, {\n${lines.join('\n')}\n});\n\n`;
}

/** Few values, each a word, that stay the same: a vocabulary. Else there may be one tomorrow that nobody has seen. */
function isClosed({ labels, changing }: Observed, label: string): boolean {
  const values = labels[label] ?? [];
  return !changing.has(label) && values.length <= fewest && values.every(value => /^[A-Za-z][A-Za-z_ -]*$/.test(value));
}

function vocabulary(metric: Observed, label: string): string {
  const values = metric.labels[label] ?? [];
  if (isClosed(metric, label)) return `closed(${values.map(text).join(', ')})`;
  const examples = values.filter(value => value !== '').slice(0, 3);
  const why = metric.changing.has(label) ? 'its values come and go: why?' : 'why can nobody list its values?';
  return `open(${text(why)}, ${(examples.length > 0 ? examples : ['example']).map(text).join(', ')})`;
}

/** `http_requests_total` → `httpRequests`: without unit and `_total`, unless two would be called the same. */
function exportName({ name, type }: Observed, taken: Set<string>): string {
  const whole = camel(name);
  const short = camel(
    (type === 'counter' ? name.replace(/_total$/, '') : name).replace(
      /_(?:seconds|milliseconds|ms|bytes|ratio|percent)$/,
      '',
    ),
  );
  const free = [short, whole].find(candidate => !taken.has(candidate)) ?? `${whole}${taken.size}`;
  taken.add(free);
  return free;
}

const reserved = new Set([
  'default',
  'delete',
  'new',
  'in',
  'function',
  'return',
  'class',
  'export',
  'import',
  'assumed',
  'open',
  'closed',
  'counter',
  'gauge',
  'histogram',
]);

function camel(name: string): string {
  const joined = name
    .replace(/^_+/, '')
    .replace(/[_:]+([a-zA-Z0-9])/g, (_, c: string) => c.toUpperCase())
    .replace(/_+$/, '');
  const lower = joined.slice(0, 1).toLowerCase() + joined.slice(1);
  return reserved.has(lower) || !/^[a-z]/.test(lower)
    ? `metric${joined.slice(0, 1).toUpperCase()}${joined.slice(1)}`
    : lower;
}

/** A name as it stands, unless it is one that could leave its comment. */
const plain = (name: string): string => (/^[\w:.]+$/.test(name) ? name : JSON.stringify(name));

/** A string literal in single quotes. */
const text = (value: string): string =>
  `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
