import type { Site } from '../../catalog/site.js';
import { TelltaleError } from '../../core/errors.js';
import { get } from '../engine/labels.js';
import type { StoredSeries } from '../engine/storage.js';
import type { Rule, RuleGroup } from '../model.js';
import { nameOf } from '../names.js';
import { namesIn } from '../proof/closure.js';
import { ruleEntry } from '../render.js';
import { type Test, type TestDocument, testsOf } from './documents.js';
import { execute } from './execute.js';

/** The tests of a project, and what one of its rules has to do with them. */
export interface Suite {
  /** The files of the tests that could notice a change of a rule. */
  readonly filesFor: (rule: Rule) => readonly string[];
  /** How dear the tests of a rule are, compared with those of others. */
  readonly costOf: (rule: Rule) => number;
  /** All that decides how a mutant of a rule fares, besides the mutant: equal texts, equal verdicts. */
  readonly contextOf: (rule: Rule) => string;
  /** The first test that notices a change of a rule; undefined when none does. */
  readonly firstToNotice: (rule: Rule, mutant: Rule) => string | undefined;
}

/** A test file, and what is loaded with it. */
interface Loaded {
  readonly file: string;
  readonly text: string;
  /** All rules of its groups, in the order of evaluation. */
  readonly rules: readonly Rule[];
  readonly tests: readonly Test[];
}

/** What a changed rule reaches within a file. */
interface Reached {
  readonly loaded: Loaded;
  /** The rules that may come out otherwise, in the order of evaluation. */
  readonly rules: readonly Rule[];
  readonly names: ReadonlySet<string>;
  /** Everything that these read, directly or not, and they themselves. */
  readonly depends: readonly Rule[];
}

/** The tests of these files (by name), over the rules of these groups. @throws TelltaleError */
export function suiteOf(groups: readonly RuleGroup[], site: Site, documents: ReadonlyMap<string, TestDocument>): Suite {
  const files = [...documents].map(([file, document]) => load(file, document, groups));
  const reached = new Map<Rule, readonly Reached[]>();
  const reachOf = (rule: Rule): readonly Reached[] => {
    const known = reached.get(rule) ?? files.flatMap(loaded => reach(rule, loaded));
    reached.set(rule, known);
    return known;
  };
  const unchanged = baselines(site);
  /** For each rule the tests in the order in which to try them: what noticed one mutant is likely to notice the next. */
  const orders = new Map<Rule, { readonly of: Reached; readonly test: Test }[]>();
  return {
    filesFor: rule => reachOf(rule).map(r => r.loaded.file),
    costOf: rule =>
      reachOf(rule).reduce(
        (sum, { loaded, rules }) => sum + loaded.tests.reduce((n, t) => n + (rules.length * t.end) / t.step, 0),
        0,
      ),
    contextOf: rule =>
      JSON.stringify(reachOf(rule).map(({ loaded, depends }) => [loaded.text, depends.map(r => ruleEntry(r, site))])),
    firstToNotice: (rule, mutant) => {
      const order = orders.get(rule) ?? reachOf(rule).flatMap(of => of.loaded.tests.map(test => ({ of, test })));
      orders.set(rule, order);
      for (const [i, { of, test }] of order.entries()) {
        if (!notices(of, test, rule, mutant)) continue;
        order.unshift(...order.splice(i, 1));
        return test.name;
      }
      return undefined;
    },
  };

  function notices({ loaded, rules, names }: Reached, test: Test, rule: Rule, mutant: Rule): boolean {
    const given = unchanged(loaded, test).filter(series => !isOf(series, names));
    const changed = rules.map(r => (r === rule ? mutant : r));
    return execute({ test, site, rules: changed, given, names }).noticed !== undefined;
  }
}

/** Whether a rule of these names wrote a series. */
function isOf({ labels }: StoredSeries, names: ReadonlySet<string>): boolean {
  const name = get(labels, '__name__');
  return names.has(name === 'ALERTS' ? get(labels, 'alertname') : name);
}

function load(file: string, document: TestDocument, groups: readonly RuleGroup[]): Loaded {
  const order = document.group_eval_order ?? [];
  const own = document.rule_files.map(path => {
    const name = path.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
    const group = groups.find(g => g.name === name);
    if (group) return group;
    throw new TelltaleError(`${file} loads ${path}, which the project does not write`, {
      fix: 'name one of its rule files',
    });
  });
  // What has no place in the order comes first, as in promtool.
  const place = ({ name }: RuleGroup) => Math.max(0, order.indexOf(name));
  const sorted = [...own].sort((a, b) => place(a) - place(b));
  return { file, text: JSON.stringify(document), rules: sorted.flatMap(g => g.rules), tests: testsOf(file, document) };
}

/** What a change of a rule reaches in a file: nothing, where no test expects anything of that. */
function reach(rule: Rule, loaded: Loaded): Reached[] {
  if (!loaded.rules.includes(rule)) return [];
  const names = new Set([nameOf(rule)]);
  const touched = (r: Rule) => names.has(nameOf(r)) || [...namesIn(r.expr)].some(name => names.has(name));
  for (let before = 0; before < names.size; ) {
    before = names.size;
    for (const [i, r] of loaded.rules.entries()) {
      if (!touched(r)) continue;
      names.add(nameOf(r));
      // What is read before it is written has to be written again: in the unchanged series it is there already.
      for (const later of loaded.rules.slice(i)) if (namesIn(r.expr).has(nameOf(later))) names.add(nameOf(later));
    }
  }
  const expected = loaded.tests.some(
    test =>
      test.alerts.some(e => names.has(e.name)) ||
      test.samples.some(e => [...e.reads].some(name => name === '' || names.has(name))),
  );
  if (!expected) return [];
  const depends = new Set(loaded.rules.filter(touched));
  // A set grows while it is walked.
  for (const r of depends) {
    const reads = namesIn(r.expr);
    for (const writer of loaded.rules)
      if (writer.kind === 'record' && reads.has(writer.series.name)) depends.add(writer);
  }
  const rules = loaded.rules.filter(touched);
  return [{ loaded, rules, names, depends: loaded.rules.filter(r => depends.has(r)) }];
}

/** The series of each test when no rule is changed. @throws TelltaleError when the test does not hold then */
function baselines(site: Site): (loaded: Loaded, test: Test) => readonly StoredSeries[] {
  const known = new Map<Test, readonly StoredSeries[]>();
  return ({ rules }, test) => {
    const before = known.get(test);
    if (before) return before;
    const names = new Set(rules.map(nameOf));
    const { noticed, series } = execute({ test, site, rules, given: test.input, names });
    if (noticed !== undefined) {
      throw new TelltaleError(`the test "${test.name}" does not hold on the rules as they are: it noticed ${noticed}`, {
        fix: 'run telltale build and telltale test first',
      });
    }
    known.set(test, series);
    return series;
  };
}
