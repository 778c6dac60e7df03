import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertLabels } from '../../src/alertmanager/model.js';
import { missing } from '../e2e/server.js';

/** Runs amtool; resolves with what it wrote. @throws Error with that when it fails. */
export function amtool(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('amtool', args, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else reject(stdout || stderr ? new Error(stdout + stderr) : missing('amtool', 'prometheus-alertmanager', error));
    });
  });
}

/** The receiver that a configuration file gives alerts with these labels. */
export async function receiverOf(config: string, labels: Readonly<Record<string, string>>): Promise<string> {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${quoted(value)}`);
  return (await amtool('config', 'routes', 'test', `--config.file=${config}`, ...pairs)).trim();
}

const quoted = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** Does something with a configuration file of this text. */
export async function withConfig<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-amtool-'));
  const path = join(folder, 'alertmanager.yml');
  try {
    await writeFile(path, text);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Alerts with exactly these labels, as the machinery sees them. */
export function exactly(labels: Readonly<Record<string, string>>): AlertLabels {
  const facts = Object.entries(labels).map(([label, value]) => [label, { sure: true, values: [value] }] as const);
  return { name: labels.alertname ?? '', labels: new Map(facts), others: false };
}
