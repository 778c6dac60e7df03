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
const names = [
  'CoordinatorErrorRateElevated',
  'CoordinatorMemoryOverhead',
  'CoordinatorMetricsMissing',
  'CoordinatorTestCoverageDrop',
];

/** A generator of numbers that are as good as random (a linear congruential one), always the same. */
function* draws(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

/** Every other test of a file: promtool takes its time over each. */
const half = (document: TestDocument): TestDocument => ({
  ...document,
  tests: document.tests.filter((_, i) => i % 2 === 0),
});

it('the engine judges mutants as promtool does', async () => {
  const needed = groups.map(g => ({ ...g, rules: g.rules.filter(r => r.kind === 'record' || names.includes(r.name)) }));
  const documents = new Map(
    renderRuleTests(needed, world, site).files.flatMap(([path, text]): [string, TestDocument][] => {
      const name = path.replace(/^.*\/|\.test\.yaml$/g, '');
      return names.includes(name) ? [[name, half(load(text) as TestDocument)]] : [];
    }),
  );
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
    ...needed.map((group): [string, string] => {
      const rules = group.rules.map(rule => (rule === original ? mutant.rule : rule));
      return [`${i}/rules/${group.name}.yaml`, toYaml(ruleDocument({ ...group, rules }, site))];
    }),
    ...suite
      .filesFor(original)
      .map((name): [string, string] => [`${i}/tests/${name}.yaml`, toYaml(documents.get(name))]),
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
  expect(failed.size).toBeGreaterThan(sample.length / 3);
  expect(failed.size).toBeLessThan(sample.length);
  const equivalent = sample.flatMap(({ mutant }, i) => (mutant.equivalent === undefined ? [] : [failed.has(i)]));
  expect(equivalent.length).toBeGreaterThan(0);
  expect(equivalent).not.toContain(true);
}, 180_000);
