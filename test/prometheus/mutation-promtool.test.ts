import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { toYaml } from '../../src/core/yaml.js';
import { casesOf } from '../../src/project/mutants.js';
import type { TestDocument } from '../../src/prometheus/mutation/documents.js';
import { suiteOf } from '../../src/prometheus/mutation/suite.js';
import { renderRuleTests } from '../../src/prometheus/proof/render.js';
import { ruleDocument } from '../../src/prometheus/render.js';
import project from '../../telltale.config.js';
import { promtool } from './promtool.js';

const { groups, world, site } = project;

/** Test files that run in little time, over alerts of all sorts. */
const names = ['CoordinatorErrorRateElevated', 'CoordinatorMetricsMissing', 'CoordinatorSessionCorruption'];

/** A generator of numbers that are as good as random (a linear congruential one), always the same. */
function* draws(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

it('the engine judges mutants as promtool does', async () => {
  const needed = groups.map(g => ({ ...g, rules: g.rules.filter(r => r.kind === 'record' || names.includes(r.name)) }));
  const texts = new Map(
    renderRuleTests(needed, world, site).files.map(([path, text]) => [path.replace(/^.*\/|\.test\.yaml$/g, ''), text]),
  );
  const documents = new Map(names.map(name => [name, load(texts.get(name) ?? '') as TestDocument]));
  const suite = suiteOf(groups, site, documents);
  const all = casesOf(project).filter(({ original }) => suite.filesFor(original).length > 0);
  const random = draws(2026);
  const shuffled = all
    .map(one => ({ one, at: random.next().value as number }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
  const isEquivalent = ({ mutant }: (typeof all)[number]) => mutant.equivalent !== undefined;
  const sample = [
    ...shuffled.filter(isEquivalent).slice(0, 4),
    ...shuffled.filter(one => !isEquivalent(one)).slice(0, 14),
  ];

  // One promtool for all of them: each has a folder of its own.
  const files = sample.flatMap(({ original, mutant }, i): [string, string][] => [
    ...groups.map((group): [string, string] => {
      const rules = group.rules.map(rule => (rule === original ? mutant.rule : rule));
      return [`${i}/rules/${group.name}.yaml`, toYaml(ruleDocument({ ...group, rules }, site))];
    }),
    ...suite.filesFor(original).map((name): [string, string] => [`${i}/tests/${name}.yaml`, texts.get(name) ?? '']),
  ]);
  const tests = files.map(([path]) => path).filter(path => path.includes('/tests/'));
  const { output } = await promtool(files, 'test', 'rules', ...tests);
  const failed = new Set(
    output
      .split('Unit Testing:')
      .filter(block => /FAILED/.test(block))
      .map(block => Number(/^\s*(\d+)\//.exec(block)?.[1])),
  );

  const verdict = (killed: boolean) => (killed ? 'killed' : 'survives');
  const rows = (killed: (i: number) => boolean) =>
    sample.map(({ mutant }, i) => `${verdict(killed(i))}: ${mutant.before} → ${mutant.after}`);
  const ours = rows(
    i => suite.firstToNotice(sample[i]?.original as never, sample[i]?.mutant.rule as never) !== undefined,
  );
  expect(ours).toEqual(rows(i => failed.has(i)));
  // A sample in which all fare alike would show nothing. Those that are equivalent by construction are among them.
  expect(failed.size).toBeGreaterThan(10);
  expect(failed.size).toBeLessThan(sample.length);
  const equivalent = sample.flatMap(({ mutant }, i) => (mutant.equivalent === undefined ? [] : [failed.has(i)]));
  expect(equivalent.length).toBeGreaterThan(0);
  expect(equivalent).not.toContain(true);
}, 180_000);
