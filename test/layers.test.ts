import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each layer may import besides itself. A layer that is not listed may not exist. */
const layers: Readonly<Record<string, readonly string[]>> = {
  core: [],
  promql: ['core'],
  catalog: ['core', 'promql'],
  infer: ['core', 'promql', 'catalog'],
  prometheus: ['core', 'promql', 'catalog', 'infer'],
  alertmanager: ['core', 'promql', 'catalog', 'infer'],
  grafana: ['core', 'promql', 'catalog', 'infer'],
  foreign: ['core'],
  remote: ['core'],
  exposition: ['core', 'catalog'],
  schema: ['core'],
  logs: ['core', 'catalog'],
  simulator: ['core', 'catalog'],
  lint: ['core', 'promql', 'catalog', 'infer', 'prometheus', 'alertmanager', 'grafana', 'foreign', 'schema'],
  runbooks: ['core', 'promql', 'catalog', 'infer', 'prometheus', 'alertmanager', 'grafana', 'lint'],
  project: [
    'core',
    'promql',
    'catalog',
    'infer',
    'prometheus',
    'alertmanager',
    'grafana',
    'schema',
    'simulator',
    'lint',
    'runbooks',
    'logs',
    'exposition',
    'foreign',
    'remote',
  ],
  review: [
    'core',
    'promql',
    'catalog',
    'infer',
    'prometheus',
    'alertmanager',
    'grafana',
    'lint',
    'runbooks',
    'foreign',
    'remote',
    'project',
  ],
  cli: [
    'core',
    'promql',
    'catalog',
    'infer',
    'prometheus',
    'alertmanager',
    'grafana',
    'schema',
    'simulator',
    'lint',
    'runbooks',
    'logs',
    'exposition',
    'remote',
    'project',
    'review',
  ],
};

/** Only these touch files and processes. */
const outside: Readonly<Record<string, readonly string[]>> = {
  'node:fs': ['project', 'review', 'cli'],
  'node:fs/promises': ['project', 'cli'],
  'node:child_process': ['project', 'review', 'cli'],
  'node:http': ['remote', 'simulator', 'cli'],
  'node:https': ['remote'],
};

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(e => e.isFile() && e.name.endsWith('.ts') && !e.parentPath.includes('generated'))
    .map(e => relative(root, join(e.parentPath, e.name)));
}

/** Every module that a file names in an import, an export from or a dynamic import. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(m => m[1] as string);
}

const target = (file: string, name: string): string => relative(root, resolve(root, dirname(file), name));

const machinery = sources('src').filter(f => f !== 'src/index.ts');

test('every file of src is in a known layer', () => {
  expect(machinery.map(f => f.split('/')[1]).filter(layer => !layers[layer as string])).toEqual([]);
});

describe.each(Object.entries(layers))('src/%s', (layer, allowed) => {
  const files = machinery.filter(f => f.startsWith(`src/${layer}/`));

  test(`imports only ${['itself', ...allowed].join(', ')}`, () => {
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap(file =>
      imports(file)
        .filter(name => name.startsWith('.'))
        .map(name => target(file, name))
        .filter(path => ![layer, ...allowed].some(l => path.startsWith(`src/${l}/`)))
        .map(path => `${file} → ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  test('touches the outside only where it may', () => {
    const wrong = files.flatMap(file =>
      imports(file)
        .filter(name => outside[name] && !outside[name].includes(layer))
        .map(name => `${file} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe.each([
  ['catalog', []],
  ['dashboards', ['catalog']],
  ['alerts', ['catalog']],
  ['simulation', ['catalog']],
  ['logs', ['catalog']],
] as const)('content in %s/', (folder, others) => {
  test(`imports only the library's entry${others.map(o => ` and ${o}/`).join('')}`, () => {
    const files = sources(folder);
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap(file =>
      imports(file)
        .map(name => (name.startsWith('.') ? target(file, name) : name))
        .filter(path => path !== 'src/index.js' && ![folder, ...others].some(f => path.startsWith(`${f}/`)))
        .map(path => `${file} → ${path}`),
    );
    expect(wrong).toEqual([]);
  });
});

test.each(['dashboards', 'alerts', 'simulation', 'logs'])('%s/ names no metric as a string', folder => {
  const names =
    /'(?:coordinator_|chat_latency|tool_execution|feature_parity|session_corruption|backward_comp|victor_|process_)[a-z_]*'/;
  expect(sources(folder).filter(file => names.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

test('the machinery knows no metric of the content by name', () => {
  const named = /coordinator_|chat_latency|tool_execution_seconds|feature_parity|victor(?!ops)/i;
  const code = (file: string) => readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  expect(machinery.filter(file => named.test(code(file)))).toEqual([]);
});

test('public API and start-up do not reach what only some commands need', () => {
  const heavy = /@grafana\/|prom-client|ajv|lezer|esbuild/;
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, type, name] of text.matchAll(/^(?:import|export)(\s+type)?[^'"]*?from\s+'([^']+)'/gm)) {
      if (type || !name) continue;
      if (name.startsWith('.')) visit(target(file, name).replace(/\.js$/, '.ts'));
      else if (heavy.test(name)) throw new Error(`${file} loads ${name}`);
    }
  };
  visit('src/index.ts');
  visit('src/cli/main.ts');
  expect(reached.size).toBeGreaterThan(20);
});
