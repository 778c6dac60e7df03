import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from './compile.js';
import { edit, queueProject, telltale } from './run.js';

beforeAll(compile);

/** Two alerts; the input of the first was written by hand, and is weak: it has one series only. */
const alerts = `
import { alert, assumed, count, group, max, minutes, resolves, select } from 'telltale';
import { depth } from '../catalog/metrics.js';

const common = {
  severity: 'warning', for: minutes(3), summary: 'A queue is odd', description: '{{ $value }} jobs wait in {{ $labels.queue }}.',
  runbook: 'queue', dashboard: 'work', whenMissing: resolves('nobody knows'), source: assumed('a test'),
} as const;

export default [
  group('queues', { every: minutes(1) },
    alert('QueueLong', {
      ...common,
      value: max(select(depth), { by: ['job', 'queue'] }),
      above: count(100),
      given: value => [{ series: 'queue_depth{job="worker", instance="a", queue="mail"}', values: value + 'x20' }],
    }),
    alert('QueueNegative', { ...common, value: select(depth), below: count(1) }),
  ),
];
`;

const project = () => queueProject({ 'alerts/index.ts': alerts });
const mutate = (folder: string, ...args: string[]) => telltale(['test', '--mutate', ...args], { cwd: folder });

interface Report {
  readonly totals: Readonly<Record<'killed' | 'equivalent' | 'waived' | 'survived', number>>;
  readonly remembered: number;
  readonly rules: readonly (Report['totals'] & { readonly rule: string })[];
  readonly survivors: readonly { readonly change: string; readonly before: string; readonly after: string }[];
  readonly findings: readonly {
    readonly id: string;
    readonly message: string;
    readonly place: { readonly file: string };
  }[];
}

async function json(folder: string, ...args: string[]): Promise<Report & { readonly code: number | null }> {
  const { code, out, err } = await mutate(folder, '--format', 'json', ...args);
  expect(err).toBe('');
  return { code, ...JSON.parse(out) };
}

/** Adds waivers to the project. */
function waive(folder: string, ...changes: readonly string[]): void {
  const list = changes.map(change => `waive('QueueLong', ${JSON.stringify(change)}, 'a test')`);
  edit(folder, 'telltale.config.ts', 'dashboards });', `dashboards, waivers: [${list.join(',\n')}] });`);
  edit(folder, 'telltale.config.ts', '{ project, world }', '{ project, waive, world }');
}

describe('telltale test --mutate', () => {
  test('shows what a weak test lets through', async () => {
    const { code, out } = await mutate(project(), 'long');
    expect(code).toBe(1);
    expect(out).toContain(`
  survived aggregation  max → min  alerts/index.ts:12
    - max by (job, queue) (queue_depth) > 100
    + min by (job, queue) (queue_depth) > 100
`);
    expect(out).toMatch(/^weak {4}QueueLong \(warning\): \d+ killed, \d+ survived$/m);
    expect(out).toMatch(/\n\d+ mutants of 1 rule: \d+ killed, 0 equivalent, 0 waived, \d+ survived\n$/);
    expect(out).not.toContain('QueueNegative');
  });

  test('a waiver silences a survivor, and one that nothing needs is an error', async () => {
    const folder = project();
    const before = await json(folder, 'long');
    expect(before.survivors.map(s => s.change)).toContain('max → min');
    waive(folder, ...new Set(before.survivors.map(s => s.change)));
    const waived = await json(folder, 'long');
    expect(waived).toMatchObject({ code: 0, survivors: [], findings: [] });
    expect(waived.totals).toEqual({ ...before.totals, waived: before.totals.survived, survived: 0 });

    const other = project();
    waive(other, 'max → min', 'for 3m → 0s', 'max → median');
    const { code, findings } = await json(other, 'long');
    expect(code).toBe(1);
    expect(findings.map(f => f.message).sort()).toEqual([
      'nothing needs the waiver of "for 3m → 0s": tests notice the change',
      'nothing needs the waiver of "max → median": the rule has no such mutant',
    ]);
    expect(findings.every(f => f.id === 'mutant/unused-waiver' && f.place.file === 'telltale.config.ts')).toBe(true);
  });

  test('what was found out is known the next time, until the rule or its tests change', async () => {
    const folder = project();
    const first = await json(folder);
    const run = ({ totals: { killed, waived, survived } }: { totals: Report['totals'] }) => killed + waived + survived;
    expect(first.remembered).toBe(0);
    expect(await json(folder)).toEqual({ ...first, remembered: run(first) });
    edit(folder, 'alerts/index.ts', 'above: count(100)', 'above: count(200)');
    const changed = await json(folder);
    const others = changed.rules.filter(rule => rule.rule.startsWith('QueueNegative'));
    expect(others).toHaveLength(1);
    expect(changed.remembered).toBe(run({ totals: others[0] as Report['totals'] }));
  });

  test.for<[string, RegExp]>([
    ['--mutate nothing', /no rule has "nothing" in its name\n.*there are QueueLong, QueueNegative/],
    ['--mutate --out elsewhere', /--mutate works on the sources/],
    ['--format json', /--format is for --mutate/],
  ])('telltale test %s is misuse', async ([args, message]) => {
    const { code, err } = await telltale(['test', ...args.split(' ')], { cwd: project() });
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
