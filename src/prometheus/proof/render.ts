import type { Site } from '../../catalog/site.js';
import type { World } from '../../catalog/world.js';
import { formatDuration, milliseconds } from '../../core/durations.js';
import { TelltaleError } from '../../core/errors.js';
import { compare, type Finding } from '../../core/findings.js';
import { toYaml } from '../../core/yaml.js';
import { printWithSpans } from '../../promql/print.js';
import { EvaluationFault } from '../engine/model.js';
import type { AlertingRule, RuleGroup } from '../model.js';
import { header, type SourceOf } from '../render.js';
import { closureOf, evaluationOrder, homesOf, reach, readsClock, writersOf } from './closure.js';
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
  const ordered = evaluationOrder(groups);
  const homes = homesOf(ordered);
  const writers = writersOf(ordered);
  const byName = new Map<string, AlertingRule[]>();
  for (const rule of ordered.flatMap(g => g.rules)) {
    if (rule.kind === 'alert') byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule]);
  }
  const files: [string, string][] = [];
  const findings: Finding[] = [];
  for (const [name, rules] of [...byName].sort(([a], [b]) => compare(a, b))) {
    const setup = setupOf(name, rules, homes, writers, site);
    const tests = rules.flatMap(rule => {
      const { groups: made, failures } = proveOne(rule, rules, world, startOf(rule, rules, setup, homes));
      findings.push(...failures.map(failure => toFinding(rule, failure)));
      return made;
    });
    const sources = header(sourceOf(rules[0]?.site));
    if (tests.length > 0) files.push([`prometheus/tests/${name}.test.yaml`, toYaml(document(setup, tests), sources)]);
  }
  return { files, findings };
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
