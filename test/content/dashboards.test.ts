import { describe, expect, test } from 'vitest';
import availability from '../../alerts/availability.js';
import errors from '../../alerts/errors.js';
import latency from '../../alerts/latency.js';
import memory from '../../alerts/memory.js';
import parity from '../../alerts/parity.js';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import dashboards from '../../dashboards/index.js';
import { renderDashboards } from '../../src/grafana/render.js';
import { type Limit, world } from '../../src/index.js';
import type { Node } from '../../src/promql/ast.js';
import { parse } from '../../src/promql/parse.js';
import { children, visit } from '../../src/promql/walk.js';
import { validateArtefact } from '../../src/schema/index.js';

/** The five dashboards as Grafana gets them: the rules of dashboard-linter, and what the guide asks for. */

interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  datasource?: unknown;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { refId: string; expr: string; datasource: { type: string; uid: string } }[];
  fieldConfig?: {
    defaults: { unit?: string; noValue?: string; min?: number; thresholds?: { steps: { value: number | null }[] } };
  };
}
interface Json {
  uid: string;
  title: string;
  editable: boolean;
  schemaVersion: number;
  panels: Panel[];
  links: { url: string; keepTime: boolean; includeVars: boolean }[];
  annotations: { list: { name: string }[] };
  templating: { list: Record<string, unknown>[] };
}

const closedWorld = world(metrics, recorded);
const rendered = renderDashboards(dashboards, closedWorld, site);
const files = rendered.map(([path, text]) => ({ path, text, json: JSON.parse(text) as Json }));
const panelsOf = ({ json }: { json: Json }) => json.panels.filter(p => p.type !== 'row');
const all = files.flatMap(file => panelsOf(file).map(panel => ({ name: `${file.json.uid} › ${panel.title}`, panel })));
const queries = all.flatMap(({ name, panel }) =>
  (panel.targets ?? [])
    .filter(t => t.datasource.type === 'prometheus')
    .map(t => ({ name: `${name} › ${t.refId}`, expr: t.expr })),
);

function tree(text: string): Node {
  const parsed = parse(text, { macros: true });
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.node;
}

describe.each(files)('$path', file => {
  const { json, path, text } = file;

  test('is a dashboard that file provisioning takes', () => {
    expect(path).toBe(`grafana/dashboards/${json.uid}.json`);
    expect(json.uid).toMatch(/^coordinator-[a-z0-9-]{1,28}$/);
    expect(json).toMatchObject({ editable: false, schemaVersion: 42 });
    expect(json).not.toHaveProperty('id');
    expect(json).not.toHaveProperty('version');
    expect(validateArtefact('dashboard', json, path)).toEqual([]);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('has the variables that every query needs', () => {
    const variable = (name: string) => json.templating.list.find(v => v.name === name);
    expect(variable('datasource')).toMatchObject({ type: 'datasource', query: 'prometheus' });
    for (const name of ['job', 'instance']) {
      expect(variable(name)).toMatchObject({
        type: 'query',
        multi: true,
        includeAll: true,
        allValue: '.+',
        refresh: 2,
      });
      expect(variable(name)?.query).toMatch(/^label_values\(/);
    }
  });

  test('links to the four others, with time and variables', () => {
    const others = files.map(f => `/d/${f.json.uid}`).filter(url => url !== `/d/${json.uid}`);
    expect(json.links.map(l => l.url).sort()).toEqual(others.sort());
    expect(json.links.every(l => l.keepTime && l.includeVars)).toBe(true);
  });

  test('marks firing alerts, restarts and changes of the flag', () => {
    expect(json.annotations.list.map(a => a.name)).toEqual(['Firing alerts', 'Restart', 'Feature flag or version']);
  });

  test('places its panels side by side, inside the grid', () => {
    for (const { gridPos: a } of json.panels) {
      expect(a.x + a.w).toBeLessThanOrEqual(24);
      const hits = json.panels.filter(
        ({ gridPos: b }) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h,
      );
      expect(hits).toHaveLength(1);
    }
  });
});

describe('every panel', () => {
  test.each(all)('$name says what it shows', ({ panel }) => {
    expect(panel.title).not.toBe('');
    expect(panel.description?.length).toBeGreaterThan(30);
    expect(panel.datasource).toBeDefined();
    if (panel.type !== 'logs') expect(panel.fieldConfig?.defaults.unit).toBeTruthy();
  });

  test.each(all)('$name says what it means that it is empty', ({ panel }) => {
    expect(panel.fieldConfig?.defaults.noValue).toMatch(/^[A-Z]/);
  });

  test.each(all.filter(({ panel }) => panel.type === 'bargauge'))('$name has bars that begin at 0', ({ panel }) => {
    expect(panel.fieldConfig?.defaults.min).toBe(0);
  });
});

describe('every query', () => {
  test.each(queries)('$name obeys the variables', ({ expr }) => {
    expect(expr).toMatch(/job=~"\$job\|?"/);
    expect(expr).toMatch(/instance=~"\$instance\|?"/);
    const unbound: string[] = [];
    visit(tree(expr), node => {
      if (node.kind === 'selector' && !node.matchers.some(m => m.label === 'job' && m.value.startsWith('$job')))
        unbound.push(node.name ?? '');
    });
    expect(unbound).toEqual([]);
  });

  test.each(queries)('$name takes rates over the interval of the panel', ({ expr }) => {
    const windows: string[] = [];
    visit(tree(expr), node => {
      if (node.kind !== 'call' || !/^i?rate$/.test(node.func)) return;
      const range = node.args[0];
      if (range?.kind === 'matrix') windows.push(range.range.kind === 'macro' ? range.range.text : 'fixed');
    });
    expect(windows.filter(w => w !== '$__rate_interval')).toEqual([]);
  });

  test.each(queries)('$name reads counters through rates', ({ name, expr }) => {
    // A process initialises once: the total since its start is the measurement (ruling R13).
    if (/Initialisation (by coordinator|by process)/.test(name))
      return expect(expr).toMatch(/coordinator_initialization_seconds_/);
    const raw: string[] = [];
    const look = (node: Node): void => {
      if (node.kind === 'selector' && closedWorld.series(node.name ?? '')?.moves === 'counter')
        raw.push(node.name ?? '');
      if (node.kind !== 'matrix') for (const child of children(node)) look(child);
    };
    look(tree(expr));
    expect(raw).toEqual([]);
  });
});

describe('what the guide asks for is there', () => {
  test.each([
    ['example dashboard', 'coordinator-overview', 'Feature Flag Status', 'stat'],
    ['example dashboard', 'coordinator-performance', 'Chat Latency Comparison', 'timeseries'],
    ['example dashboard', 'coordinator-errors', 'Coordinator Errors', 'timeseries'],
    ['example dashboard', 'coordinator-resources', 'Memory Overhead', 'timeseries'],
    ['example dashboard', 'coordinator-parity', 'Feature Parity Score', 'gauge'],
    ['overall health score', 'coordinator-overview', 'Health score', 'stat'],
    ['active sessions', 'coordinator-overview', 'Active sessions', 'stat'],
    ['request rate', 'coordinator-overview', 'Request rate', 'stat'],
    ['baseline in force (R20)', 'coordinator-overview', 'Baselines in force', 'table'],
    ['tool execution latency', 'coordinator-performance', 'Tool execution latency', 'timeseries'],
    ['initialization time', 'coordinator-performance', 'Initialisation by coordinator', 'bargauge'],
    ['P95/P99 latencies', 'coordinator-performance', 'Chat latency, percentiles', 'timeseries'],
    ['bottlenecks (R26)', 'coordinator-performance', 'Bottlenecks between coordinators', 'table'],
    ['error types distribution', 'coordinator-errors', 'Error types distribution', 'piechart'],
    ['recent error log', 'coordinator-errors', 'Recent error log', 'logs'],
    ['compatibility failures', 'coordinator-errors', 'Backward compatibility failures', 'timeseries'],
    ['memory breakdown', 'coordinator-resources', 'Memory usage breakdown', 'timeseries'],
    ['CPU usage', 'coordinator-resources', 'CPU usage', 'timeseries'],
    ['efficiency', 'coordinator-resources', 'Requests per CPU-second', 'timeseries'],
    ['efficiency (R26)', 'coordinator-resources', 'Memory by active session', 'timeseries'],
    ['what fires', 'coordinator-overview', 'Firing alerts', 'table'],
    ['error rate by coordinator', 'coordinator-errors', 'Coordinator Errors', 'timeseries'],
    ['test coverage', 'coordinator-parity', 'Test coverage', 'bargauge'],
    ['known gaps', 'coordinator-parity', 'Known gaps', 'table'],
    ['migration progress', 'coordinator-parity', 'Migration progress', 'stat'],
  ])('%s: %s › %s', (_, uid, title, type) => {
    expect(all.find(p => p.name === `${uid} › ${title}`)?.panel.type).toBe(type);
  });
});

describe('dashboards reload as often as the rules of their tier are evaluated (R21)', () => {
  test.each([
    ['overview', availability],
    ['errors', errors],
    ['performance', latency],
    ['resources', memory],
    ['parity', parity],
  ])('%s', (slug, rules) => {
    expect(dashboards.find(d => d.slug === slug)?.refresh).toEqual(rules.every);
  });
});

describe('thresholds are the limits of the catalog', () => {
  const { chatLatency, memory, featureParity, toolExecution, initialization } = metrics;
  const { drop, surge } = chatLatency.limits;
  test.each<[string, ...Limit[]]>([
    ['coordinator-performance › Chat overhead against baseline', chatLatency.limits.overhead],
    ['coordinator-performance › Tool overhead against baseline', toolExecution.limits.overhead],
    ['coordinator-performance › Initialisation by process', initialization.limits.total],
    ['coordinator-resources › Memory Overhead', memory.limits.overhead],
    ['coordinator-resources › Memory growth in 10 minutes', memory.limits.growth],
    ['coordinator-parity › Feature Parity Score', featureParity.limits.score],
    ['coordinator-overview › Requests against earlier days', drop, surge],
  ])('%s', (name, ...limits) => {
    const steps = all.find(p => p.name === name)?.panel.fieldConfig?.defaults.thresholds?.steps ?? [];
    const drawn = steps.flatMap(s => (s.value === null ? [] : [s.value])).sort((a, b) => a - b);
    const levels = limits.flatMap(limit => Object.values<{ value: number }>(limit.levels).map(q => q.value));
    expect(drawn).toEqual(levels.sort((a, b) => a - b));
  });
});

test('with too little traffic to judge the overhead, its panels say so, and how much it takes', () => {
  for (const [metric, { limits }] of [
    ['chat_latency_seconds', metrics.chatLatency],
    ['tool_execution_seconds', metrics.toolExecution],
  ] as const) {
    const about = all.filter(({ panel }) => panel.targets?.some(t => t.expr.includes(`${metric}:overhead_ratio`)));
    const texts = about.map(({ panel }) => `${panel.description} ${panel.fieldConfig?.defaults.noValue}`);
    expect(texts.length).toBeGreaterThan(1);
    const least = limits.comparable.levels.target.value;
    for (const text of texts) expect(text.toLowerCase()).toContain(`fewer than ${least} `);
  }
});

test('the order of dashboards changes nothing, and neither does rendering again', () => {
  const reversed = renderDashboards(dashboards.toReversed(), closedWorld, site);
  expect(new Map(reversed)).toEqual(new Map(rendered));
});
