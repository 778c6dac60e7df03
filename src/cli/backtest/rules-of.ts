import { existsSync } from 'node:fs';
import { TelltaleError } from '../../core/errors.js';
import type { RuleSet } from '../../review/backtest/model.js';
import { readRules } from '../../review/backtest/rules.js';
import { readSide } from '../../review/side/files.js';
import { sideOfFolder } from '../../review/side/folder.js';

/** Rules, and how often groups that do not say are evaluated, in milliseconds. */
export interface Rules {
  readonly rules: RuleSet;
  readonly interval: number;
}

/** What Prometheus does where nothing else is said. */
const usual = 60_000;

/** The rules of these files, or of the project. @throws TelltaleError when there are none to read. */
export async function rulesOf(
  files: readonly string[],
  config: string | undefined,
  given: number | undefined,
): Promise<Rules> {
  if (files.length > 0) {
    const interval = given ?? usual;
    return { rules: readRules(files.flatMap(groupsOf), interval), interval };
  }
  const [{ load }, { renderRules }] = await Promise.all([
    import('../../project/load.js'),
    import('../../prometheus/render.js'),
  ]);
  const { project } = await load({ ...(config !== undefined && { config }) });
  const texts = renderRules(project.groups, project.site).map(([path, text]) => ({ path, shown: path, text }));
  const interval = given ?? project.site.evaluationInterval.ms;
  return { rules: readRules(readSide(texts).groups, interval), interval };
}

/** The rules before a change. */
export async function baseRules(name: string, config: string | undefined, interval: number): Promise<RuleSet> {
  const { named } = await import('../../review/side/resolve.js');
  const { groups } = await named(name, { cwd: process.cwd(), ...(config !== undefined && { config }) });
  if (groups.length > 0) return readRules(groups, interval);
  throw new TelltaleError(`${name} holds no rules`, { fix: 'name a ref of git, a rule file or a folder of them' });
}

function groupsOf(name: string) {
  if (!existsSync(name))
    throw new TelltaleError(`${name} does not exist`, { fix: 'name a rule file or a folder of them' });
  const { groups } = sideOfFolder(name, name, process.cwd());
  if (groups.length > 0) return groups;
  throw new TelltaleError(`${name} holds no rules`, { fix: 'name a rule file or a folder of them' });
}
