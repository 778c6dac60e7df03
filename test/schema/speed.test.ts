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
}, 30_000);

it('checks a dashboard of 30 panels in well under a second', () => {
  const document = largeDashboard(30);
  // Processor time, which other tests running beside this one do not stretch.
  const start = process.cpuUsage();
  expect(checkDocument('dashboard', document)).toEqual([]);
  const { user, system } = process.cpuUsage(start);
  // About 20 ms when cold.
  expect((user + system) / 1000).toBeLessThan(250);
});
