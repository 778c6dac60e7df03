import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startPrometheus } from './prometheus.js';
import { eventually } from './server.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-e2e-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

it('says what to install when there is no Prometheus', async () => {
  vi.stubEnv('PATH', folder);
  await expect(startPrometheus(folder)).rejects.toThrow('prometheus is not installed: apt-get install prometheus');
});

it('says what Prometheus said when it does not come up', async () => {
  await writeFile(join(folder, 'prometheus.yml'), 'no_such_setting: 1\n');
  await expect(startPrometheus(folder)).rejects.toThrow('no_such_setting');
});

it('gives up with the last answer', async () => {
  await expect(
    eventually(
      async () => 7,
      answer => answer === 8,
      0,
    ),
  ).rejects.toThrow('not after 0 s: 7');
});
