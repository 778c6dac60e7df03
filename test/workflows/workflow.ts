import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { repository } from '../cli/compile.js';

/** What the tests look at in a workflow of GitHub. That it is a workflow at all is what the parser of GitHub says. */
export interface Workflow {
  readonly env?: Readonly<Record<string, string>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
export interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly 'timeout-minutes': number;
  readonly steps: readonly Step[];
}
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The texts of all workflows: our own, and those that others are told to copy. */
export const workflows: Readonly<Record<string, string>> = {
  '.github/workflows/telltale.yml': file('.github/workflows/telltale.yml'),
  'docs/pull-requests/github.yml': file('docs/pull-requests/github.yml'),
  'README.md': blockOf('README.md', '# .github/workflows/telltale.yml\n'),
};

export const gitlabCi = file('docs/pull-requests/gitlab-ci.yml');

export const workflow = (name: string): Workflow => load(workflows[name] as string) as Workflow;

function file(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

/** The block of YAML in a page that begins so. @throws when there is none. */
function blockOf(path: string, begins: string): string {
  const found = [...file(path).matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => text as string);
  const block = found.find(text => text.startsWith(begins));
  if (block === undefined) throw new Error(`${path} has no block of YAML that begins with ${begins}`);
  return block;
}

/**
 * The environment of a step, in which each `${{ … }}` has the value that is given for it.
 * @throws for one without a value, so that no test runs with a text that the forge would have replaced.
 */
export function environment(
  { env: ofAll = {} }: Workflow,
  { env = {} }: Step,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...ofAll, ...env }).map(([name, text]) => [
      name,
      String(text).replace(/\$\{\{ *(.*?) *\}\}/g, (_, expression: string) => {
        const value = values[expression];
        if (value === undefined) throw new Error(`no value for ${expression}`);
        return value;
      }),
    ]),
  );
}

/** The step of a job that runs a command; by a word of its script. @throws when there is not exactly one. */
export function stepOf(name: string, job: string, word: string): Step & { readonly run: string } {
  const found = (workflow(name).jobs[job]?.steps ?? []).filter(({ run }) => run?.includes(word));
  if (found.length !== 1) throw new Error(`${found.length} steps of ${name}, ${job} hold "${word}"`);
  return found[0] as Step & { readonly run: string };
}
