import type { Site } from '../../catalog/site.js';
import type { World } from '../../catalog/world.js';
import { formatDuration, milliseconds } from '../../core/durations.js';
import { TelltaleError } from '../../core/errors.js';
import { compare, type Finding } from '../../core/findings.js';
import { toYaml } from '../../core/yaml.js';
import { printWithSpans } from '../../promql/print.js';
import { EvaluationFault } from '../engine/model.js';
import type { Rule, RuleGroup } from '../model.js';
import { header, type SourceOf } from '../render.js';
import { alertsByName, type Claim, claims, recordsOf } from './claims.js';
import { homesOf, writersOf } from './closure.js';
import type { Failure } from './failures.js';
import { proveRecord } from './records.js';
import type { TestGroup } from './run.js';
import { prove, proveWaits } from './scenarios.js';
import { recordStep, type Shared, sharedBy, sparse, startOfAlert, startOfRecord } from './setup.js';

/** The generated proofs, and the rules that could not be proven. */
export interface RuleTests {
  /** `prometheus/tests/NAME.test.yaml` and its text, sorted by path. */
  readonly files: readonly (readonly [path: string, text: string])[];
  /** One for each thing that could not be shown, such as `proof/unsolved`. */
  readonly findings: readonly Finding[];
}

/**
 * The proofs of all rules as promtool test files: one for each alert name, all rungs of its ladder in it, and one for
 * the recording rules of each group.
 */
export function renderRuleTests(
  groups: readonly RuleGroup[],
  world: World,
  site: Site,
  sourceOf: SourceOf = () => undefined,
): RuleTests {
  const proofs = claims(groups, world, site, sourceOf).map(renderProof);
  const files = proofs.flatMap(p => p.files).sort(([a], [b]) => compare(a, b));
  return { files, findings: proofs.flatMap(p => p.findings) };
}

/** The proof of one claim. */
export function renderProof(claim: Claim): RuleTests {
  const { kind, name, groups, source } = claim;
  const findings: Finding[] = [];
  const parts = kind === 'alert' ? alertTests(claim, findings) : [recordTests(claim, findings)];
  const files = parts
    .filter(({ tests }) => tests.length > 0)
    .map(({ tests, shared, step, suffix = '' }): File => {
      const document = {
        rule_files: groups.map(g => `../rules/${g.name}.yaml`).sort(compare),
        evaluation_interval: formatDuration(milliseconds(step)),
        group_eval_order: shared.closure.groups.map(g => g.name),
        tests,
      };
      return [`prometheus/tests/${name}${suffix}.test.yaml`, toYaml(document, header(source))];
    });
  return { files, findings };
}

type File = RuleTests['files'][number];

/** The tests of one file. */
interface Part {
  readonly tests: readonly TestGroup[];
  readonly shared: Shared;
  readonly step: number;
  /** What the file's name has after that of the alert. */
  readonly suffix?: string;
}

/** Where fewer evaluations are enough for most, a second file shows the waits with all of them. */
function alertTests({ name, groups, world, site }: Claim, findings: Finding[]): Part[] {
  const rules = alertsByName(groups).get(name) ?? [];
  const homes = homesOf(groups);
  const dense = sharedBy(name, rules, homes, writersOf(groups), site);
  const shared = sparse(dense, rules, homes);
  const testsOf = (make: typeof prove, of: Shared) =>
    rules.flatMap(rule => proven(rule, findings, () => make(rule, rules, world, startOfAlert(rule, rules, of, homes))));
  const main = { tests: testsOf(prove, shared), shared, step: shared.step };
  if (shared.step === dense.step || main.tests.length === 0) return [main];
  return [main, { tests: testsOf(proveWaits, dense), shared: dense, step: dense.step, suffix: '.waits' }];
}

function recordTests({ name, groups, world, site }: Claim, findings: Finding[]): Part {
  const rules = groups.filter(g => g.name === name).flatMap(recordsOf);
  const homes = homesOf(groups);
  const shared = sharedBy(name, rules, homes, writersOf(groups), site);
  const step = recordStep(rules, shared, homes);
  const tests = rules.flatMap(rule =>
    proven(rule, findings, () => proveRecord(rule, world, startOfRecord(rule, shared, step, homes))),
  );
  return { tests, shared, step };
}

/** The tests of one rule; what could not be shown becomes findings. */
function proven(
  rule: Rule,
  findings: Finding[],
  make: () => { readonly groups: readonly TestGroup[]; readonly failures: readonly Failure[] },
): readonly TestGroup[] {
  try {
    const { groups, failures } = make();
    findings.push(...failures.map(failure => toFinding(rule, failure)));
    return groups;
  } catch (error) {
    const failure = asFailure(error);
    if (!failure) throw error;
    findings.push(toFinding(rule, failure));
    return [];
  }
}

function asFailure(error: unknown): Failure | undefined {
  if (error instanceof EvaluationFault) {
    return { id: 'proof/evaluation', message: error.message, fix: 'change the expression', node: error.node };
  }
  if (!(error instanceof TelltaleError)) return undefined;
  return { id: 'proof/evaluation', message: error.message, fix: error.fix ?? 'change the rule' };
}

function toFinding(rule: Rule, { id, severity = 'error', message, fix, node }: Failure): Finding {
  const { text, spans } = printWithSpans(rule.expr);
  const span = node && spans.get(node);
  const item = rule.kind === 'alert' ? `${rule.name} (${rule.severity})` : rule.series.name;
  return {
    id,
    severity,
    place: { file: '', ...rule.site, item },
    message: node && !span ? `${message} (in ${printWithSpans(node).text})` : message,
    fix,
    source: text,
    ...(span && { span }),
  };
}
