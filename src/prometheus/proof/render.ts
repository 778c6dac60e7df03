import type { Site } from '../../catalog/site.js';
import { type World, world } from '../../catalog/world.js';
import { formatDuration, milliseconds } from '../../core/durations.js';
import { TelltaleError } from '../../core/errors.js';
import { compare, type Finding } from '../../core/findings.js';
import { toYaml } from '../../core/yaml.js';
import { printWithSpans } from '../../promql/print.js';
import { EvaluationFault } from '../engine/model.js';
import type { AlertingRule, Rule, RuleGroup } from '../model.js';
import { header, type SourceOf } from '../render.js';
import { closureOf, evaluationOrder, homesOf, namesIn, reach, readsClock, writersOf } from './closure.js';
import type { Failure } from './failures.js';
import type { Setup, TestGroup } from './run.js';
import { Prover } from './scenarios.js';

/** The generated proofs, and the alerts that could not be proven. */
export interface RuleTests {
  /** `prometheus/tests/NAME.test.yaml` and its text, sorted by path. */
  readonly files: readonly (readonly [path: string, text: string])[];
  /** One for each thing that could not be shown, such as `proof/unsolved`. */
  readonly findings: readonly Finding[];
}

/** The proofs of all alerts: one promtool test file for each alert name, all rungs of its ladder in it. */
export function renderRuleTests(
  groups: readonly RuleGroup[],
  world: World,
  site: Site,
  sourceOf: SourceOf = () => undefined,
): RuleTests {
  const proofs = claims(groups, world, site, sourceOf).map(renderProof);
  return { files: proofs.flatMap(p => p.files), findings: proofs.flatMap(p => p.findings) };
}

/** What is to be proven of one alert name, and nothing besides what its proof follows from. */
export interface Claim {
  readonly name: string;
  /** Its rules and those that they read, directly or not; groups in the order of evaluation. */
  readonly groups: readonly RuleGroup[];
  /** The series that these rules name. */
  readonly world: World;
  readonly site: Site;
  /** The file that the alert is defined in. */
  readonly source: string | undefined;
}

/** One claim for each alert name, sorted. */
export function claims(
  groups: readonly RuleGroup[],
  world: World,
  site: Site,
  sourceOf: SourceOf = () => undefined,
): Claim[] {
  const ordered = evaluationOrder(groups);
  const homes = homesOf(ordered);
  const writers = writersOf(ordered);
  return [...alertsByName(ordered)]
    .sort(([a], [b]) => compare(a, b))
    .map(([name, alerts]) => {
      const { groups: whole, rules } = closureOf(alerts, homes, writers);
      const needed = new Set(rules);
      return {
        name,
        groups: whole.map(g => ({ ...g, rules: g.rules.filter(r => needed.has(r)) })),
        world: worldOf(rules, world),
        site,
        source: sourceOf(alerts[0]?.site),
      };
    });
}

function alertsByName(groups: readonly RuleGroup[]): Map<string, AlertingRule[]> {
  const byName = new Map<string, AlertingRule[]>();
  for (const rule of groups.flatMap(g => g.rules)) {
    if (rule.kind === 'alert') byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule]);
  }
  return byName;
}

function worldOf(rules: readonly Rule[], all: World): World {
  const names = [...new Set(rules.flatMap(rule => [...namesIn(rule.expr)]))].sort(compare);
  const metrics = names.map(name => all.series(name)?.metric ?? all.histogram(name));
  return world(Object.fromEntries(metrics.map((metric, i) => [String(i), metric])));
}

/** The proof of one alert name. */
export function renderProof({ name, groups, world, site, source }: Claim): RuleTests {
  const rules = alertsByName(groups).get(name) ?? [];
  const homes = homesOf(groups);
  const setup = setupOf(name, rules, homes, writersOf(groups), site);
  const findings: Finding[] = [];
  const tests = rules.flatMap(rule => {
    const { groups: made, failures } = proveOne(rule, rules, world, startOf(rule, rules, setup, homes));
    findings.push(...failures.map(failure => toFinding(rule, failure)));
    return made;
  });
  const text = () => toYaml(document(setup, tests), header(source));
  return { files: tests.length > 0 ? [[`prometheus/tests/${name}.test.yaml`, text()]] : [], findings };
}

function setupOf(
  name: string,
  rules: readonly AlertingRule[],
  homes: Homes,
  writers: ReturnType<typeof writersOf>,
  site: Site,
): Shared {
  const closure = closureOf(rules, homes, writers);
  const step = Math.min(
    ...closure.groups.filter(g => g.rules.some(r => rules.includes(r as never))).map(g => g.every.ms),
  );
  const reaches = closure.rules.map(r => reach(r.expr, writers));
  const shortest = Math.min(...reaches.map(r => r.shortest));
  // A window has to hold several samples; what needs no finer ones gets one for each evaluation.
  const interval = 4 * step <= shortest || step % 60_000 !== 0 ? step : 60_000;
  return { name, site, closure, step, interval };
}

/** When the tests of one rule begin. What its siblings do meanwhile is expected too. */
function startOf(rule: AlertingRule, rules: readonly AlertingRule[], shared: Shared, homes: Homes): Setup {
  const { closure, step } = shared;
  const own = closureOf([rule], homes, closure.writers).rules.map(r => reach(r.expr, closure.writers));
  const offset = Math.max(...own.map(r => r.offset));
  const past = offset === 0 ? 0 : offset + Math.max(...own.map(r => r.window));
  const start = roundUp(Math.max(past, ageOf(rule)), step);
  const recorded = closure.rules.reduce((sum, r) => sum + reach(r.expr, closure.writers).recorded, 0);
  const patience = Math.max(...rules.map(r => r.for.ms + (r.keepFiringFor?.ms ?? 0)));
  const warm = Math.max(0, start - roundUp(recorded + patience + 300_000, step));
  return { ...shared, start, warm };
}

type Homes = ReturnType<typeof homesOf>;
type Shared = Omit<Setup, 'start' | 'warm'>;

/** Tests begin at the epoch: an age beyond its limit needs that much time to have passed. */
function ageOf({ condition }: AlertingRule): number {
  return condition && readsClock(condition.value) ? Math.abs(condition.threshold.value) * 1500 : 0;
}

const roundUp = (ms: number, step: number) => Math.ceil(ms / step) * step;

function proveOne(rule: AlertingRule, rules: readonly AlertingRule[], world: World, setup: Setup) {
  try {
    return new Prover(rule, rules, world, setup).prove();
  } catch (error) {
    const failure = asFailure(error);
    if (!failure) throw error;
    return { groups: [], failures: [failure] };
  }
}

function asFailure(error: unknown): Failure | undefined {
  if (error instanceof EvaluationFault) {
    return { id: 'proof/evaluation', message: error.message, fix: 'change the expression', node: error.node };
  }
  if (!(error instanceof TelltaleError)) return undefined;
  return { id: 'proof/evaluation', message: error.message, fix: error.fix ?? 'change the rule' };
}

function toFinding(rule: AlertingRule, { id, message, fix, node }: Failure): Finding {
  const { text, spans } = printWithSpans(rule.expr);
  const span = node && spans.get(node);
  return {
    id,
    severity: 'error',
    place: { file: '', ...rule.site, item: `${rule.name} (${rule.severity})` },
    message: node && !span ? `${message} (in ${printWithSpans(node).text})` : message,
    fix,
    source: text,
    ...(span && { span }),
  };
}

function document(setup: Shared, tests: readonly TestGroup[]) {
  const { groups } = setup.closure;
  return {
    rule_files: groups.map(g => `../rules/${g.name}.yaml`).sort(compare),
    evaluation_interval: formatDuration(milliseconds(setup.step)),
    group_eval_order: groups.map(g => g.name),
    tests,
  };
}
