import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { checkDocument } from '../../src/schema/index.js';
import { largeDashboard } from './good-dashboard.js';

it('loads without pulling in ajv', () => {
  // A process of its own: in this one, other tests have loaded it.
  const script = `
    const { checkDocument } = await import('./src/schema/index.ts');
    checkDocument('dashboard', {});
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter(path => /node_modules.(ajv|@grafana)/.test(path));
    console.log(JSON.stringify(loaded));`;
  const output = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: new URL('../../', import.meta.url),
    encoding: 'utf8',
  });
  expect(JSON.parse(output)).toEqual([]);
});

it('checks a dashboard of 30 panels in well under a second', () => {
  const document = largeDashboard(30);
  const start = performance.now();
  expect(checkDocument('dashboard', document)).toEqual([]);
  // About 10 ms when cold; the bound leaves room for a busy machine.
  expect(performance.now() - start).toBeLessThan(250);
});
