import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { load } from 'js-yaml';
import { toYaml } from '../core/yaml.js';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr?: string;
}
interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

/** Asks for alerts of whatever name: what is not there matters too. */
const allAlerts = /\bALERTS(_FOR_STATE)?\b(?!\{[^}]*\balertname=")/;

/**
 * Runs something on copies of a test file whose rule files have only the rules that its tests name and what these read, each
 * as it stands: promtool evaluates all of them at each step of each test, and most of its time went to rules that nobody
 * asks for. Tests that need the same rules share a copy. On the file itself where it asks for any alert, or where it or
 * its rule files are not what is expected.
 */
export async function withNeededRules<T>(file: string, run: (files: readonly string[]) => Promise<T>): Promise<T> {
  const text = readFileSync(file, 'utf8');
  const [head = '', ...tests] = text.split(/^(?= {2}- name: )/m);
  const files = allAlerts.test(text) || tests.length === 0 ? undefined : ruleFilesOf(head, dirname(file));
  if (!files) return run([file]);
  const rules = files.flatMap(([, { groups }]) => groups.flatMap(group => group.rules));
  const copies = new Map<string, { readonly needed: ReadonlySet<Rule>; text: string }>();
  for (const test of tests) {
    const needed = neededBy(test, rules);
    const key = rules.map(rule => (needed.has(rule) ? 1 : 0)).join('');
    const copy = copies.get(key) ?? { needed, text: head };
    copies.set(key, copy);
    copy.text += test;
  }
  const folder = mkdtempSync(join(tmpdir(), 'telltale-proof-'));
  try {
    const root = rootOf([file, ...files.map(([path]) => path)]);
    const written = [...copies.values()].map(({ needed, text }, i) => {
      // The paths between them stay as they are.
      const at = (path: string) => join(folder, String(i), relative(root, path));
      for (const [path, { groups }] of files) {
        put(at(path), toYaml({ groups: groups.map(g => ({ ...g, rules: g.rules.filter(rule => needed.has(rule)) })) }));
      }
      put(at(file), text);
      return at(file);
    });
    return await run(written);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The rule files that stand at the top of a test file, as path and content; undefined where they are no such list. */
function ruleFilesOf(text: string, folder: string): [path: string, RuleFile][] | undefined {
  const [, list = ''] = /^rule_files:\n((?: {2}- .*\n)+)/m.exec(text) ?? [];
  const paths = list.split('\n').flatMap(line => (line === '' ? [] : resolve(folder, line.slice('  - '.length))));
  try {
    const files = paths.map((path): [string, RuleFile] => [path, load(readFileSync(path, 'utf8')) as RuleFile]);
    const sound = files.every(([, file]) => file.groups.every(({ rules }) => rules.every(rule => rule.expr)));
    return files.length > 0 && sound ? files : undefined;
  } catch {
    return undefined; // promtool says it better.
  }
}

/** The rules whose names stand in a text, and those that they read. */
function neededBy(text: string, rules: readonly Rule[]): ReadonlySet<Rule> {
  const nameOf = ({ alert, record }: Rule) => alert ?? record ?? '';
  const needed = new Set(rules.filter(rule => text.includes(nameOf(rule))));
  // A set grows while it is walked: rules added here are looked at in their turn.
  for (const { expr = '' } of needed) {
    for (const rule of rules) if (rule.record && expr.includes(rule.record)) needed.add(rule);
  }
  return needed;
}

/** The deepest folder that all these files are in. */
function rootOf(files: readonly string[]): string {
  let root = dirname(files[0] as string);
  while (files.some(file => relative(root, file).startsWith('..'))) root = dirname(root);
  return root;
}
