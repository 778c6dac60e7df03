import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { chatLatency, toolExecution } from '../../catalog/metrics.js';
import { type Limit, type Quantity, responseTimes } from '../../src/index.js';
import { print } from '../../src/promql/print.js';
import { alertsOf } from '../../src/runbooks/alerts.js';
import { checkRunbooks } from '../../src/runbooks/check.js';
import { anchorsOf, blocksOf, linesOf, linksOf } from '../../src/runbooks/markdown.js';
import { isShell } from '../../src/runbooks/queries.js';
import { conditionInWords, quantityInWords } from '../../src/runbooks/words.js';
import project from '../../telltale.config.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = join(root, 'out');
const alerts = alertsOf(project.groups);
const { runbooks } = project;
if (!runbooks) throw new Error('the project has no runbooks');

const markdownIn = (folder: string) => readdirSync(join(out, folder)).filter(name => name.endsWith('.md'));
const files = ['runbooks', 'docs'].flatMap(folder => markdownIn(folder).map(name => `${folder}/${name}`));
const textOf = (path: string) => readFileSync(join(out, path), 'utf8');

describe('pages and alerts', () => {
  test('every alert has its page, every page its alert', () => {
    const wanted = [...new Set(alerts.map(alert => alert.runbook))].sort();
    expect(wanted.length).toBeGreaterThan(20);
    expect(Object.keys(runbooks.alerts).sort()).toEqual(wanted);
  });

  test('every text in the folder is a page', () => {
    const written = readdirSync(join(root, runbooks.folder)).filter(name => name.endsWith('.md'));
    const pages = [...Object.keys(runbooks.alerts), ...Object.keys(runbooks.guides)];
    const incidents = Object.keys(runbooks.incidents).map(priority => `incident-${priority.toLowerCase()}`);
    expect(written.sort()).toEqual([...pages, ...incidents].map(name => `${name}.md`).sort());
  });

  test('nothing is wrong with them', () => {
    expect(checkRunbooks(project)).toEqual([]);
  });

  test('a runbook that is deleted is missed by name', () => {
    const without = checkRunbooks({ ...project, runbooks: { ...runbooks, alerts: {} } });
    const missed = without.filter(({ id }) => id === 'runbook/missing').map(({ message }) => message);
    expect(missed.sort()).toEqual(
      Object.keys(runbooks.alerts)
        .sort()
        .map(name => `there is no runbook page "${name}"`),
    );
  });

  test.each([
    ['performance-degradation', chatLatency],
    ['performance-degradation-by-model', chatLatency],
    ['chat-latency-high', chatLatency],
    ['tool-latency', toolExecution],
  ])('%s says below which traffic nobody is told of overhead', (name, { limits }) => {
    const [meaning] = /## Meaning[^#]*/.exec(textOf(`runbooks/${name}.md`)) ?? [''];
    expect(meaning.replace(/\s+/g, ' ')).toMatch(
      new RegExp(` ${quantityInWords(limits.comparable.levels.target)} (requests|calls)`),
    );
  });

  test.each(['performance-degradation', 'initialization-failure', 'memory-leak', 'feature-parity'])(
    'the runbook of the guide, %s, is there in full',
    name => {
      const text = runbooks.alerts[name] as string;
      expect(blocksOf(text).filter(isShell).length).toBeGreaterThan(2);
      expect(text.match(/^\d+\. /gm)?.length).toBeGreaterThan(8);
    },
  );
});

describe('links', () => {
  const rules = readdirSync(join(out, 'prometheus/rules')).flatMap(file => {
    const document = load(textOf(`prometheus/rules/${file}`)) as {
      groups: { rules: { alert?: string; annotations?: Record<string, string> }[] }[];
    };
    return document.groups.flatMap(group => group.rules).filter(rule => rule.alert !== undefined);
  });

  test('the runbook_url of every provisioned rule is a page, and its anchor is there', () => {
    expect(rules).toHaveLength(alerts.length);
    const broken = rules.filter(({ annotations }) => {
      const url = annotations?.runbook_url ?? '';
      const [page = '', anchor] = url.replace(`${project.site.runbooks}/`, 'runbooks/').split('#');
      return !existsSync(join(out, page)) || (anchor !== undefined && !anchorsOf(textOf(page)).has(anchor));
    });
    expect(broken).toEqual([]);
  });

  test.each(files)('every relative link of %s leads to a page and a heading', path => {
    const broken = linksOf(textOf(path))
      .filter(({ target }) => !/^[a-z]+:/.test(target))
      .filter(({ target }) => {
        const [name = '', anchor] = target.split('#');
        const to = name === '' ? path : relative(out, resolve(out, dirname(path), name));
        return !existsSync(join(out, to)) || (anchor !== undefined && !anchorsOf(textOf(to)).has(anchor));
      });
    expect(broken).toEqual([]);
  });

  test('every panel that a page names is in its dashboard file', () => {
    const panels = new Set(
      readdirSync(join(out, 'grafana/dashboards')).flatMap(file => {
        const board = JSON.parse(textOf(`grafana/dashboards/${file}`)) as {
          uid: string;
          panels: { id: number; panels?: { id: number }[] }[];
        };
        const ids = board.panels.flatMap(panel => [panel, ...(panel.panels ?? [])]).map(panel => panel.id);
        return ids.map(id => `${project.site.grafana}/d/${board.uid}?viewPanel=${id}`);
      }),
    );
    const named = files
      .flatMap(path => linksOf(textOf(path)).map(link => link.target))
      .filter(t => t.includes('viewPanel'));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(target => !panels.has(target))).toEqual([]);
  });
});

describe('figures', () => {
  test.each(alerts.map(alert => [`${alert.name} ${alert.severity}`, alert] as const))(
    '%s: limit, query and times',
    (_, alert) => {
      const page = textOf(`runbooks/${alert.runbook}.md`);
      expect(page).toContain(`\n${print(alert.expr)}\n`);
      expect(page).toContain(conditionInWords(alert, project.world).replaceAll('|', '\\|'));
      expect(page).toContain(responseTimes[alert.priority]);
      if (alert.condition) expect(page).toContain(quantityInWords(alert.condition.threshold));
      expect(page).toContain(alert.whenMissing.because);
      expect(textOf('docs/alerts.md')).toContain(alert.whenMissing.because);
    },
  );

  test('nobody types one: what has a unit comes from the model', () => {
    const figure = /(?<![\w.-])\d+(?:\.\d+)? ?(?:%|s|ms|[kMG]B|(?:second|minute|hour|day)s?)(?![\w-])/;
    // When the application rotates a log is its own affair.
    const own = ['at 10 MB Victor rotates it'];
    const typed = Object.entries({ ...runbooks.alerts, ...runbooks.incidents, ...runbooks.guides }).flatMap(
      ([name, text]) =>
        linesOf(text)
          .filter(line => !line.code && figure.test(line.text.replace(/\{\{.*?\}\}/g, '')))
          .filter(line => !own.some(phrase => line.text.includes(phrase)))
          .map(line => `${name}.md:${line.number} ${line.text}`),
    );
    expect(typed).toEqual([]);
  });

  test('every metric of the catalog is in the reference, with its limits', () => {
    const page = textOf('docs/metrics.md');
    for (const metric of project.world.metrics) {
      expect(page).toContain(metric.name);
      for (const limit of Object.values<Limit>(metric.type === 'recorded' ? {} : metric.limits))
        for (const quantity of Object.values<Quantity>(limit.levels)) expect(page).toContain(quantityInWords(quantity));
    }
  });
});
