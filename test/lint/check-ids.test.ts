import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkIds } from '../../src/lint/check-ids.js';

const src = fileURLToPath(new URL('../../src', import.meta.url));

/** What in the code looks like an id, though it is none: units, media types, folders of the output, names of what is kept, branches. */
const others = /^(?:count|bytes|text|application|docs|checks|drawings|proofs|grafana|prometheus|alertmanager|origin)\//;

test('every id that the code finds is one that can be waived or disabled, and the other way round', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    file => file.endsWith('.ts') && file !== join('lint', 'check-ids.ts') && file !== join('lint', 'waivers.ts'),
  );
  const written = files.flatMap(file => {
    const code = readFileSync(join(src, file), 'utf8').replaceAll(/^import[^;]*;|import\([^)]*\)|\/\*.*?\*\//gms, '');
    return [...code.matchAll(/'([a-z]+\/[a-z]+(?:-[a-z]+)*)'/g)].map(m => m[1] as string);
  });
  const waivers = [...readFileSync(join(src, 'lint/waivers.ts'), 'utf8').matchAll(/id: '(waiver\/[a-z-]+)'/g)];
  const found = new Set([...written.filter(id => !others.test(id)), ...waivers.map(m => m[1] as string)]);
  expect([...found].sort()).toEqual([...checkIds].sort());
});
