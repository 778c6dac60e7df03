import { describe, expect, test } from 'vitest';
import groups from '../../alerts/index.js';
import {
  chatLatency,
  coordinatorErrors,
  featureParity,
  initialization,
  memory,
  testCoverage,
  toolExecution,
} from '../../catalog/metrics.js';
import site from '../../catalog/site.js';
import { toYaml } from '../../src/core/yaml.js';
import { beyond, type Limit, within } from '../../src/index.js';
import { closureOf, evaluationOrder, homesOf, writersOf } from '../../src/prometheus/proof/closure.js';
import { renderRules } from '../../src/prometheus/render.js';
import { promtool } from '../prometheus/promtool.js';

/** What the rulings say, tried on the rules as they are written to out/, by Prometheus' own engine. */

const homes = homesOf(evaluationOrder(groups));
const writers = writersOf(groups);

/** The rule files with what expressions name, and what that depends on: the others would only take time. */
function rulesFor(exprs: readonly string[]) {
  const text = exprs.join(' ');
  const named = [...homes.keys()].filter(rule => text.includes(rule.kind === 'alert' ? rule.name : rule.series.name));
  if (named.length === 0) throw new Error(`no rule is named in ${text}`);
  const needed = closureOf(named, homes, writers);
  return renderRules(
    needed.groups.map(group => ({ ...group, rules: group.rules.filter(rule => needed.rules.includes(rule)) })),
    site,
  );
}

interface Check {
  /** When, in promtool's notation. */
  readonly at: string;
  readonly expr: string;
  /** `{labels} value` each; none when nothing is expected. */
  readonly gives: readonly (readonly [labels: string, value: number])[];
}

async function verify(
  input: Readonly<Record<string, string>>,
  checks: readonly Check[],
  interval = '1m',
): Promise<void> {
  const rules = rulesFor(checks.map(({ expr }) => expr));
  const document = {
    rule_files: rules.map(([path]) => path),
    evaluation_interval: interval,
    tests: [
      {
        interval,
        input_series: Object.entries(input).map(([series, values]) => ({ series, values })),
        promql_expr_test: checks.map(({ at, expr, gives }) => ({
          eval_time: at,
          expr,
          exp_samples: gives.map(([labels, value]) => ({ labels, value })),
        })),
      },
    ],
  };
  const { ok, output } = await promtool([...rules, ['test.yaml', toYaml(document)]], 'test', 'rules', 'test.yaml');
  expect(ok, output).toBe(true);
}

const chat = (type: string, instance: string, mean: number, perMinute: number, minutes: number, model = 'm') => {
  const labels = `{job="victor",instance="${instance}",orchestrator_type="${type}",model="${model}",provider="p"}`;
  return {
    [`chat_latency_seconds_count${labels}`]: `0+${perMinute}x${minutes}`,
    [`chat_latency_seconds_sum${labels}`]: `0+${perMinute * mean}x${minutes}`,
  };
};

/** That a series has about this value, whatever floating point makes of it. */
const about = (series: string, value: number) => `count(abs(${series} - ${value}) < ${Math.abs(value) / 1000})`;
const isSo = [['{}', 1]] as const;

/** So few a minute that they are not compared, and so many that they are. */
const least = chatLatency.limits.comparable.levels.target.value / 60;
const [few, plenty] = [least / 2, 5 * least];

const chatLimit = chatLatency.limits.overhead;
const slow = beyond(chatLimit, 'warning').value;
const verySlow = beyond(chatLimit, 'critical').value;

/** So many a minute that hardly anything of what is measured can be chance. */
const many = 1e5;

const firing = (alert: string, by = 'alertname, severity') =>
  `count by (${by}) (ALERTS{alertname="${alert}",alertstate="firing"})`;
const one = (alert: string, severity: string) => [`{alertname="${alert}", severity="${severity}"}`, 1] as const;

describe('R5: overhead compares means, not traffic', () => {
  test('legacy with ten times the traffic', async () => {
    await verify({ ...chat('coordinator', 'a:1', slow, many, 60), ...chat('legacy', 'b:1', 1, 10 * many, 60) }, [
      { at: '50m', expr: about('job:chat_latency_seconds:overhead_ratio', slow), gives: isSo },
      {
        at: '50m',
        expr: firing('CoordinatorChatLatencyOverhead'),
        gives: [one('CoordinatorChatLatencyOverhead', 'warning')],
      },
      {
        at: '50m',
        expr: about('job_model_provider:chat_latency_seconds:overhead_ratio', slow),
        gives: isSo,
      },
    ]);
  });

  test('what is within the limit is no alert', async () => {
    await verify(
      { ...chat('coordinator', 'a:1', within(chatLimit).value, plenty, 60), ...chat('legacy', 'b:1', 1, plenty, 60) },
      [{ at: '50m', expr: firing('CoordinatorChatLatencyOverhead'), gives: [] }],
    );
  });

  test('a mix that shifts to what takes longer is no slowdown', async () => {
    const of = (type: string, instance: string, quick: number, slow: number) => ({
      ...chat(type, instance, 1, quick, 60, 'quick'),
      ...chat(type, instance, 9, slow, 60, 'slow'),
    });
    await verify({ ...of('coordinator', 'a:1', 100, 900), ...of('legacy', 'b:1', 900, 100) }, [
      { at: '50m', expr: about('job:chat_latency_seconds:overhead_ratio', 1), gives: isSo },
      { at: '50m', expr: about('job:chat_latency_seconds:baseline', 8.2), gives: isSo },
      { at: '50m', expr: firing('CoordinatorChatLatencyOverhead'), gives: [] },
    ]);
  });

  test('what may be chance is no alert, and the same of more requests is one', async () => {
    const margin = (perHour: number) => 3 * Math.sqrt(2 / perHour);
    for (const [perMinute, gives] of [
      [plenty, []],
      [many, [one('CoordinatorChatLatencyOverhead', 'warning')]],
    ] as const) {
      await verify(
        { ...chat('coordinator', 'a:1', slow, perMinute, 100), ...chat('legacy', 'b:1', 1, perMinute, 100) },
        [
          { at: '90m', expr: about('job:chat_latency_seconds:overhead_ratio', slow), gives: isSo },
          {
            at: '90m',
            expr: about('job:chat_latency_seconds:overhead_margin', margin(60 * perMinute)),
            gives: isSo,
          },
          { at: '90m', expr: firing('CoordinatorChatLatencyOverhead'), gives },
        ],
      );
    }
  });

  test('too few requests are no mean', async () => {
    await verify({ ...chat('coordinator', 'a:1', 9, few, 60), ...chat('legacy', 'b:1', 1, plenty, 60) }, [
      { at: '50m', expr: 'job:chat_latency_seconds:overhead_ratio', gives: [] },
    ]);
  });
});

describe('R20: the baseline is live, then carried, then pinned', () => {
  const link = (measure: string) =>
    `sum by (link) (job_link_measure:coordinator_baseline:in_force{measure="${measure}"})`;

  test('legacy traffic ends, and its last mean goes on', async () => {
    const legacy = chat('legacy', 'b:1', 2, plenty, 60);
    await verify({ ...chat('coordinator', 'a:1', 2 * verySlow, many, 240), ...legacy }, [
      { at: '50m', expr: link('chat'), gives: [['{link="live"}', 1]] },
      { at: '50m', expr: 'round(job:chat_latency_seconds:baseline, 0.01)', gives: [['{job="victor"}', 2]] },
      { at: '4h', expr: link('chat'), gives: [['{link="carried"}', 1]] },
      { at: '4h', expr: 'round(job:chat_latency_seconds:baseline, 0.01)', gives: [['{job="victor"}', 2]] },
      {
        at: '4h',
        expr: firing('CoordinatorChatLatencyOverhead', 'severity'),
        gives: [
          ['{severity="critical"}', 1],
          ['{severity="warning"}', 1],
        ],
      },
    ]);
  });

  test('the last of a model stands still when legacy serves it no longer, whatever legacy serves besides', async () => {
    const of = (labels: string, count: string, sum: string) => ({
      [`chat_latency_seconds_count{instance="b:1",${labels}}`]: count,
      [`chat_latency_seconds_sum{instance="b:1",${labels}}`]: sum,
    });
    const labels = (job: string, model: string, type: string, provider: string) =>
      `job="${job}",model="${model}",orchestrator_type="${type}",provider="${provider}"`;
    // It took a second for eight hours, then three for two: a day later, only the latter would be left.
    const ended = of(labels('victor', 'm', 'legacy', 'p'), '0+100x120', '0+100x95 9800+300x24');
    const others = [
      labels('another', 'm', 'legacy', 'p'),
      labels('victor', 'another', 'legacy', 'p'),
      labels('victor', 'm', 'coordinator', 'p'),
      labels('victor', 'm', 'legacy', 'another'),
    ].map(one => of(one, '0+100x420', '0+100x420'));
    const last = 'job_model_provider:chat_latency_seconds:legacy_last{job="victor",model="m",provider="p"}';
    await verify(Object.assign({}, ended, ...others), [{ at: '34h', expr: about(last, 1), gives: isSo }], '5m');
  });

  test('without any legacy, the constant of the site is in force', async () => {
    await verify(chat('coordinator', 'a:1', verySlow * site.baselines.chatLatency.value, many, 60), [
      { at: '50m', expr: link('chat'), gives: [['{link="pinned"}', 1]] },
      {
        at: '50m',
        expr: 'max by (job) (job:chat_latency_seconds:baseline)',
        gives: [['{job="victor"}', site.baselines.chatLatency.value]],
      },
      {
        at: '50m',
        expr: firing('CoordinatorChatLatencyOverhead', 'severity'),
        gives: [
          ['{severity="critical"}', 1],
          ['{severity="warning"}', 1],
        ],
      },
    ]);
  });

  test('what legacy serves besides is no part of the comparison with the constant', async () => {
    const constant = site.baselines.chatLatency.value;
    const other = chat('legacy', 'b:1', 9 * constant, 500, 60, 'another');
    await verify({ ...chat('coordinator', 'a:1', 2 * constant, 100, 60), ...other }, [
      { at: '50m', expr: about('job:chat_latency_seconds:overhead_ratio', 2), gives: isSo },
      // Twice the constant, of 6000 an hour: 3·√(6000·2²)/6000.
      { at: '60m', expr: about('job:chat_latency_seconds:overhead_margin', 6 / Math.sqrt(6000)), gives: isSo },
    ]);
  });

  test('that another job has legacy leaves the constant in force', async () => {
    const elsewhere = Object.entries({
      ...chat('coordinator', 'c:1', 1, 100, 60),
      ...chat('legacy', 'd:1', 1, 100, 60),
    });
    const other = Object.fromEntries(elsewhere.map(([k, v]) => [k.replace('"victor"', '"other"'), v]));
    const own = chat('coordinator', 'a:1', 2 * site.baselines.chatLatency.value, 100, 60);
    await verify({ ...own, ...other }, [
      {
        at: '50m',
        expr: 'round(job:chat_latency_seconds:overhead_ratio, 0.01)',
        gives: [
          ['{job="other"}', 1],
          ['{job="victor"}', 2],
        ],
      },
      {
        at: '50m',
        expr: 'count by (job) (job:chat_latency_seconds:overhead_margin)',
        gives: [
          ['{job="other"}', 1],
          ['{job="victor"}', 1],
        ],
      },
    ]);
  });

  test('a job that the site does not know has no baseline, and says so', async () => {
    const stranger = Object.fromEntries(
      Object.entries(chat('coordinator', 'a:1', 1, plenty, 90)).map(([k, v]) => [k.replace('"victor"', '"other"'), v]),
    );
    await verify(stranger, [
      {
        at: '80m',
        expr: 'count by (measure, job) (ALERTS{alertname="CoordinatorBaselineMissing",alertstate="firing"})',
        gives: [['{job="other", measure="chat"}', 1]],
      },
    ]);
  });

  test('memory: the largest coordinator process against legacy', async () => {
    const held = (type: string, instance: string) =>
      `coordinator_memory_bytes{job="victor",instance="${instance}",orchestrator_type="${type}",component="total"}`;
    const more = beyond(memory.limits.overhead, 'warning').value;
    await verify(
      {
        [held('coordinator', 'a:1')]: `${250e6 + more / 2}x60`,
        [held('coordinator', 'c:1')]: `${250e6 + more}x60`,
        [held('legacy', 'b:1')]: '250e6x60',
      },
      [
        { at: '30m', expr: about('job:coordinator_memory_bytes:overhead', more), gives: isSo },
        { at: '30m', expr: firing('CoordinatorMemoryOverhead'), gives: [one('CoordinatorMemoryOverhead', 'warning')] },
      ],
    );
  });

  test('tools: the feature flag of the process tells which architecture ran them', async () => {
    const tool = (instance: string, enabled: number, mean: number) => {
      const labels = `{job="victor",instance="${instance}",tool_name="shell",coordinator="ToolCoordinator",status="success"}`;
      return {
        [`tool_execution_seconds_count${labels}`]: `0+${many}x60`,
        [`tool_execution_seconds_sum${labels}`]: `0+${many * mean}x60`,
        [`coordinator_orchestrator_enabled{job="victor",instance="${instance}",source="settings_file",version="1"}`]: `${enabled}x60`,
      };
    };
    const slower = beyond(toolExecution.limits.overhead, 'warning').value;
    await verify({ ...tool('a:1', 1, slower), ...tool('b:1', 0, 1) }, [
      { at: '50m', expr: about('job:tool_execution_seconds:overhead_ratio', slower), gives: isSo },
      {
        at: '50m',
        expr: firing('CoordinatorToolLatencyOverhead'),
        gives: [one('CoordinatorToolLatencyOverhead', 'warning')],
      },
    ]);
  });
});

describe('R8: any failure fires at once and clears again', () => {
  const series = 'session_corruption_total{job="victor",instance="a:1"}';
  const corrupt = firing('CoordinatorSessionCorruption');
  const fires = [one('CoordinatorSessionCorruption', 'critical')];
  /** Another process of the job, which Prometheus knows all the time. */
  const known = { 'up{job="victor",instance="b:1"}': '1x200' };

  test('a counter born at 1', async () => {
    await verify({ ...known, [series]: '_x10 1x60' }, [
      { at: '9m', expr: corrupt, gives: [] },
      { at: '11m', expr: corrupt, gives: fires },
      { at: '17m', expr: corrupt, gives: [] },
    ]);
  });

  test('a new process whose first failure is there when it is first scraped', async () => {
    await verify({ ...known, 'up{job="victor",instance="a:1"}': '_x90 1x60', [series]: '_x90 1x60' }, [
      { at: '92m', expr: corrupt, gives: fires },
      { at: '97m', expr: corrupt, gives: [] },
    ]);
  });

  test('a process that was down for hours, and fails as it comes back', async () => {
    await verify({ 'up{job="victor",instance="a:1"}': '1x10 0x120 1x60', [series]: '0x10 _x120 1x60' }, [
      { at: '132m', expr: corrupt, gives: fires },
      { at: '140m', expr: corrupt, gives: [] },
    ]);
  });

  const never = (series: string, from: number, to: number) =>
    `count(count_over_time(ALERTS{alertname="${series}"}[${to - from}m]))`;

  test('to a new Prometheus, what failed before it is no news, and what fails then is', async () => {
    const up = 'up{job="victor",instance="a:1"}';
    await verify({ [up]: '_x5 1x60', [series]: '_x5 5x40 6x20' }, [
      { at: '40m', expr: never('CoordinatorSessionCorruption', 0, 40), gives: [] },
      { at: '47m', expr: corrupt, gives: fires },
    ]);
  });

  test('nor to one that was away for longer than births reach back', async () => {
    const up = 'up{job="victor",instance="a:1"}';
    await verify({ [up]: '1x10 _x80 1x60', [series]: '7x10 _x80 7x60' }, [
      { at: '140m', expr: never('CoordinatorSessionCorruption', 0, 140), gives: [] },
    ]);
  });

  test('that another job is known makes nothing of this one new', async () => {
    const other = { 'up{job="other",instance="b:1"}': '1x200' };
    await verify({ ...other, 'up{job="victor",instance="a:1"}': '_x90 1x60', [series]: '_x90 5x60' }, [
      { at: '150m', expr: never('CoordinatorSessionCorruption', 0, 150), gives: [] },
    ]);
  });

  test('a counter that stood at 7 and counts on', async () => {
    await verify({ [series]: '7x90 8x60' }, [
      { at: '85m', expr: corrupt, gives: [] },
      { at: '92m', expr: corrupt, gives: fires },
      { at: '100m', expr: corrupt, gives: [] },
    ]);
  });

  test('a restart from 7 to 0 is no failure', async () => {
    await verify({ ...known, [series]: '7x90 0x60' }, [{ at: '92m', expr: corrupt, gives: [] }]);
  });

  test('a gap in scraping makes no old failure new', async () => {
    await verify({ ...known, [series]: '7x90 _x20 7x30' }, [{ at: '112m', expr: corrupt, gives: [] }]);
  });

  test('a new error type of a coordinator that had errors before', async () => {
    const error = (type: string) =>
      `coordinator_errors_total{job="victor",instance="a:1",coordinator="ChatCoordinator",error_type="${type}",severity="critical"}`;
    await verify({ ...known, [error('timeout')]: '3x120', [error('internal')]: '_x90 1x30' }, [
      {
        at: '92m',
        expr: firing('CoordinatorCriticalErrors', 'coordinator'),
        gives: [['{coordinator="ChatCoordinator"}', 1]],
      },
    ]);
  });
});

describe('R9: a leak is growth, not noise', () => {
  const series =
    'coordinator_memory_bytes{job="victor",instance="a:1",orchestrator_type="coordinator",component="total"}';
  test('a sawtooth without net growth', async () => {
    await verify({ [series]: Array.from({ length: 30 }, () => '200e6+4e6x4').join(' ') }, [
      { at: '2h', expr: firing('CoordinatorMemoryLeak'), gives: [] },
    ]);
  });
  test('more in ten minutes than it may be', async () => {
    await verify({ [series]: `200e6+${beyond(memory.limits.growth, 'critical').value / 10}x150` }, [
      { at: '10m', expr: firing('CoordinatorMemoryLeak'), gives: [] },
      { at: '1h', expr: firing('CoordinatorMemoryLeak'), gives: [one('CoordinatorMemoryLeak', 'critical')] },
    ]);
  });
});

describe('R12: down and gone', () => {
  test('a target that does not answer', async () => {
    await verify({ 'up{job="victor",instance="a:1"}': '1x10 0x10' }, [
      { at: '9m', expr: firing('CoordinatorDown'), gives: [] },
      { at: '13m', expr: firing('CoordinatorDown'), gives: [one('CoordinatorDown', 'critical')] },
    ]);
  });
  test('a job without targets', async () => {
    await verify({ 'up{job="victor",instance="a:1"}': '1x10 stale' }, [
      { at: '15m', expr: firing('CoordinatorAbsent'), gives: [] },
      { at: '20m', expr: firing('CoordinatorAbsent'), gives: [one('CoordinatorAbsent', 'critical')] },
    ]);
  });
});

describe('R13: one slow start does not page for days', () => {
  const sum = (coordinator: string) =>
    `coordinator_initialization_seconds_sum{job="victor",instance="a:1",coordinator="${coordinator}",status="success"}`;
  test('too much over two coordinators, neither of them too slow itself', async () => {
    const half = beyond(initialization.limits.total, 'critical').value / 2;
    await verify(
      {
        [sum('ChatCoordinator')]: `${half}x300`,
        [sum('ToolCoordinator')]: `${half}x300`,
        'process_start_time_seconds{job="victor",instance="a:1"}': '0x300',
      },
      [
        {
          at: '5m',
          expr: firing('CoordinatorInitializationSlow', 'severity'),
          gives: [
            ['{severity="critical"}', 1],
            ['{severity="warning"}', 1],
          ],
        },
        { at: '61m', expr: firing('CoordinatorInitializationSlow', 'severity'), gives: [] },
      ],
    );
  });
});

describe('R14: the ladder of errors', () => {
  const error =
    'coordinator_errors_total{job="victor",instance="a:1",coordinator="ChatCoordinator",error_type="timeout",severity="warning"}';
  test.each([
    ['warning', [['{severity="warning"}', 1]]],
    [
      'critical',
      [
        ['{severity="critical"}', 1],
        ['{severity="warning"}', 1],
      ],
    ],
  ] as const)('beyond %s', async (level, gives) => {
    await verify({ [error]: `0+${beyond(coordinatorErrors.limits.burst, level).value / 5}x60` }, [
      { at: '40m', expr: firing('CoordinatorErrors', 'severity'), gives },
    ]);
  });
});

describe('R22: CI that no longer reports', () => {
  test.each([
    [
      'CoordinatorFeatureParityNotReported',
      'feature_parity_score{job="victor",feature_category="chat"}',
      featureParity.limits.age,
      featureParity.limits.score,
    ],
    [
      'CoordinatorTestCoverageNotReported',
      'coordinator_test_coverage_percent{job="victor",coordinator="all"}',
      testCoverage.limits.age,
      testCoverage.limits.coverage,
    ],
  ] as const)('%s: an old push, and none at all', async (alert, series, age: Limit<'warning'>, of: Limit) => {
    const old = Math.round(age.levels.warning.value / 3600);
    const samples = (old + 12) * 12;
    await verify(
      { [series]: `${within(of).value}x${samples}`, 'push_time_seconds{job="victor"}': `0x${samples}` },
      [
        { at: `${old - 1}h`, expr: firing(alert), gives: [] },
        { at: `${old + 2}h`, expr: firing(alert), gives: [one(alert, 'warning')] },
      ],
      '5m',
    );
    await verify({}, [{ at: '3h', expr: firing(alert), gives: [one(alert, 'warning')] }], '5m');
  });
});

describe('R20: usage compares with its own past', () => {
  const at = (hours: number) => `${hours}h`;
  test('twice the requests of yesterday, without a week of history', async () => {
    const series =
      'chat_latency_seconds_count{job="victor",instance="a:1",orchestrator_type="coordinator",model="m",provider="p"}';
    await verify(
      { [series]: '0+60x300 18060+120x60' },
      [{ at: at(28), expr: 'round(job:chat_requests:ratio_to_past, 0.1)', gives: [['{job="victor"}', 2]] }],
      '5m',
    );
  });
});
