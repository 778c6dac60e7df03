import type { Site } from '../../catalog/site.js';
import { formatDuration, milliseconds } from '../../core/durations.js';
import { TelltaleError } from '../../core/errors.js';
import { compare } from '../../core/findings.js';
import { nearest } from '../../core/nearest.js';
import { toYaml } from '../../core/yaml.js';
import { EvaluationFault } from '../engine/model.js';
import type { RuleGroup } from '../model.js';
import { nameOf } from '../names.js';
import type { RuleTests } from '../proof/render.js';
import { header } from '../render.js';
import { judge, problem } from './judge.js';
import type { AlertScenario } from './model.js';
import { type Firing, play, seriesOf } from './play.js';
import type { Play } from './plays.js';

const duration = (ms: number) => formatDuration(milliseconds(ms));

/** Plays a scenario: its test, and a finding wherever it ends otherwise than its author says. */
export function renderPlay({ scenario, groups, site, source }: Play): RuleTests {
  const known = new Set(groups.flatMap(g => g.rules).map(nameOf));
  const strange = scenario.raises.find(r => !known.has(r.alert));
  if (strange) {
    const near = nearest(strange.alert, [...known]);
    const fix = near === undefined ? 'name an alert of the project' : `write ${near}`;
    return { files: [], findings: [problem(scenario, 'unknown', `there is no alert ${strange.alert}`, fix)] };
  }
  try {
    const fired = play(scenario, groups, site);
    const text = documentOf(scenario, fired, groups, site, header(source));
    return {
      files: [[`prometheus/tests/scenarios/${scenario.name}.test.yaml`, text]],
      findings: judge(scenario, fired),
    };
  } catch (error) {
    if (error instanceof EvaluationFault)
      return { files: [], findings: [problem(scenario, 'evaluation', error.message, 'change the rule')] };
    if (!(error instanceof TelltaleError)) throw error;
    return { files: [], findings: [problem(scenario, 'input', error.message, error.fix ?? 'change the scenario')] };
  }
}

/**
 * A scenario as a test of promtool: what fires at every turn of the story, just before and just after it; and, at the
 * end, what has fired in all that time: no other alert has.
 */
function documentOf(
  scenario: AlertScenario,
  fired: readonly Firing[],
  ordered: readonly RuleGroup[],
  site: Site,
  head: readonly string[],
): string {
  const { every, lasts, sampled, story } = scenario;
  const turns = fired.flatMap(f => [f.from - every.ms, f.from, f.to, f.to + every.ms]);
  const times = [...new Set([...turns, lasts.ms])].filter(t => t >= 0 && t <= lasts.ms).sort((a, b) => a - b);
  const at = (time: number) => fired.filter(f => f.from <= time && f.to >= time);
  const firing = 'ALERTS{alertstate="firing"}';
  const document = {
    rule_files: ordered.map(g => `../../rules/${g.name}.yaml`).sort(compare),
    evaluation_interval: formatDuration(every),
    group_eval_order: ordered.map(g => g.name),
    tests: [
      {
        name: story,
        interval: formatDuration(sampled),
        ...(Object.keys(site.externalLabels).length > 0 && { external_labels: site.externalLabels }),
        input_series: seriesOf(scenario),
        promql_expr_test: [
          ...times.map(time => ({
            expr: `count by (alertname, severity) (${firing})`,
            eval_time: duration(time),
            exp_samples: counted(at(time)),
          })),
          {
            expr: `group by (alertname, severity) (max_over_time(${firing}[${duration(lasts.ms + every.ms)}]))`,
            eval_time: duration(lasts.ms),
            exp_samples: counted(fired).map(({ labels }) => ({ labels, value: 1 })),
          },
        ],
      },
    ],
  };
  return toYaml(document, head);
}

function counted(fired: readonly Firing[]): { readonly labels: string; readonly value: number }[] {
  const counts = new Map<string, number>();
  for (const { rule } of fired) {
    const labels = `{alertname="${rule.name}", severity="${rule.severity}"}`;
    counts.set(labels, (counts.get(labels) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => compare(a, b)).map(([labels, value]) => ({ labels, value }));
}
