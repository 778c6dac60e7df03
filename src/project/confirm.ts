import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../core/yaml.js';
import type { RuleGroup } from '../prometheus/model.js';
import { ruleDocument } from '../prometheus/render.js';
import type { Project } from './model.js';
import type { Case } from './mutants.js';
import { prove } from './prove.js';

/** The test files of a mutant: name and text. */
export type TestFiles = readonly (readonly [name: string, text: string])[];

/** Runs the test files of mutants with promtool itself; for each mutant the first file that fails, if any. */
export async function confirm(
  cases: readonly Case[],
  filesOf: (one: Case) => TestFiles,
  { groups, site }: Project,
  ended: (done: number) => void,
): Promise<(string | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-mutants-'));
  try {
    const jobs = cases.flatMap((one, i) => {
      const home = join(folder, String(i));
      const files = filesOf(one);
      if (files.length > 0)
        writeRules(
          join(home, 'rules'),
          groups.map(group => mutated(group, one)),
          site,
        );
      mkdirSync(join(home, 'tests'), { recursive: true });
      return files.map(([name, text]) => {
        const path = join(home, 'tests', `${name}.test.yaml`);
        writeFileSync(path, text);
        return { i, path };
      });
    });
    let done = 0;
    const proofs = await prove(
      jobs.map(job => job.path),
      () => ended(++done),
    );
    return cases.map((_, i) => {
      const failed = jobs.findIndex((job, n) => job.i === i && !proofs[n]?.passed);
      return failed < 0 ? undefined : proofs[failed]?.name;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const mutated = (group: RuleGroup, { original, mutant }: Case): RuleGroup => ({
  ...group,
  rules: group.rules.map(rule => (rule === original ? mutant.rule : rule)),
});

function writeRules(folder: string, groups: readonly RuleGroup[], site: Project['site']): void {
  mkdirSync(folder, { recursive: true });
  for (const group of groups) writeFileSync(join(folder, `${group.name}.yaml`), toYaml(ruleDocument(group, site)));
}
