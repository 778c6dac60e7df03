import { describe, expect, test } from 'vitest';
import { runbooks } from '../../src/index.js';
import { checkRunbooks } from '../../src/runbooks/check.js';
import { type Changes, prose, shopBook } from './shop-book.js';

/** `id file:line message → fix` of everything that is found. */
const found = (changes: Changes) =>
  checkRunbooks(shopBook(changes)).map(
    ({ id, place: { file, line }, message, fix }) => `${id} ${file}${line ? `:${line}` : ''} ${message} → ${fix}`,
  );
const page = (text: string): Changes => ({ alerts: { 'orders-fail': text, 'orders-lost': prose() } });
const section = (text: string) => page(prose({ Diagnosis: text }));

test('nothing is found where nothing is wrong', () => {
  expect(found({})).toEqual([]);
});

test('a project without runbooks writes them elsewhere', () => {
  const { runbooks: _, ...book } = shopBook();
  expect(checkRunbooks(book)).toEqual([]);
});

describe('what is wrong is said with its place', () => {
  test.each<[what: string, changes: Changes, says: RegExp]>([
    [
      'an alert without a page',
      { alerts: { 'orders-fail': prose() } },
      /^runbook\/missing \S+shop-book\.ts:\d+ there is no runbook page "orders-lost" → write pages\/orders-lost\.md with the sections Meaning, /,
    ],
    [
      'a page without an alert',
      { alerts: { 'orders-fail': prose(), 'orders-lost': prose(), stock: prose() } },
      /^runbook\/unused pages\/stock\.md no alert has this runbook/,
    ],
    [
      'a priority without a page',
      { incidents: { P2: undefined } },
      /^runbook\/missing \S+shop-book\.ts:\d+ there is no page for incidents of priority P2 → write pages\/incident-p2\.md/,
    ],
    [
      'a missing section',
      page(prose({ Rollback: undefined })),
      /^runbook\/section pages\/orders-fail\.md the page has no section "Rollback"/,
    ],
    [
      'an empty section',
      page(prose({ Impact: '' })),
      /^runbook\/section pages\/orders-fail\.md:4 the section "Impact" is empty/,
    ],
    [
      'a section of another name',
      page(prose({ Diagnose: 'x' })),
      /:19 "Diagnose" is no section of this kind of page → call it "Diagnosis"/,
    ],
    ['a section twice', page(`${prose()}\n## Impact\nMore.\n`), /:19 the page has the section "Impact" twice/],
    [
      'sections out of order',
      page(prose({ Impact: undefined }).replace('## Rollback', '## Impact\nI.\n\n## Rollback')),
      /the sections are out of order → order them: Meaning, Impact/,
    ],
    [
      'text before the sections',
      page(`# Orders\n${prose()}`),
      /:1 text before the first section → begin with "## Meaning": the title is generated/,
    ],
    [
      'an empty section of an incident',
      { incidents: { P1: '## What counts\nA.\n' } },
      /^runbook\/section pages\/incident-p1\.md the page has no section "What to do"/,
    ],
    [
      'a guide without a title',
      { guides: { start: 'Here.' } },
      /^runbook\/section pages\/start\.md:1 the page has no title/,
    ],
    [
      'an unknown placeholder',
      section('{{limt warning}}'),
      /^runbook\/placeholder pages\/orders-fail\.md:8 \{\{limt warning\}\}: there is no placeholder "limt" → write limit/,
    ],
    [
      'a placeholder without its argument',
      section('{{alert}}'),
      /\{\{alert\}\}: it does not say which NAME → write \{\{alert NAME\}\}/,
    ],
    [
      'a placeholder with an argument too many',
      section('{{for warning}}'),
      /it takes no "warning" → write \{\{for\}\}/,
    ],
    [
      'an unknown level',
      section('{{limit info}}'),
      /there is no rung of this alert "info" → use one of critical, warning/,
    ],
    [
      'an unknown limit',
      section('{{limit shop_orders_total.failure warning}}'),
      /there is no limit "shop_orders_total\.failure" → write shop_orders_total\.failures/,
    ],
    [
      'an unknown alert',
      section('{{alert ShopOrderLost}}'),
      /there is no alert "ShopOrderLost" → write ShopOrdersLost/,
    ],
    ['an unknown panel', section('{{panel sales/Order}}'), /there is no panel "sales\/Order" → write sales\/Orders/],
    ['an unknown dashboard', section('{{dashboard sale}}'), /there is no dashboard "sale" → write sales/],
    ['an unknown priority', section('{{response P5}}'), /there is no priority "P5"/],
    [
      'a parameter that the site lacks',
      section('{{pushgateway}}'),
      /the site has no Pushgateway → name one in pushgateways of the site/,
    ],
    [
      'what the rungs differ in',
      section('{{query}}'),
      /the rules of this page differ in what \{\{query\}\} stands for/,
    ],
    [
      'a limit in a guide',
      { guides: { start: '# Start\n{{limit warning}}' } },
      /^runbook\/placeholder pages\/start\.md:2 .*there is no rung of this alert/,
    ],
    [
      'a link to no page',
      section('[x](order-fail.md)'),
      /^runbook\/link pages\/orders-fail\.md:8 the link to order-fail\.md leads nowhere → write orders-fail\.md/,
    ],
    [
      'a link to no heading',
      section('[x](orders-lost.md#diagnose)'),
      /orders-lost\.md has no heading #diagnose → write #diagnosis/,
    ],
    [
      'a link to no heading of its own',
      section('[x](#meanin)'),
      /orders-fail\.md has no heading #meanin → write #meaning/,
    ],
    ['a link to something that is no page', section('[x](orders-lost)'), /the link to orders-lost leads nowhere/],
    [
      'a link to no dashboard',
      section('[x](https://grafana.example.com/d/shop-sale)'),
      /shop-sale is no dashboard of this project/,
    ],
    [
      'a link to no panel',
      section('[x](https://grafana.example.com/d/shop-sales?viewPanel=1)'),
      /viewPanel=1 is no dashboard of this project/,
    ],
    ['a query that is none', section('```promql\nsum(\n```'), /^runbook\/query pages\/orders-fail\.md:9 /],
    [
      'a query of no metric',
      section('```promql\nshop_order_total\n```'),
      /^metric\/unknown pages\/orders-fail\.md:9 .*→ .*shop_orders_total/,
    ],
    [
      'a query of no label',
      section('```sh\ntrue\npromtool query instant URL \\\n  \'shop_orders_total{stat="ok"}\'\n```'),
      /^label\/unknown pages\/orders-fail\.md:10 /,
    ],
    [
      'a query in a list',
      section("1. x\n\n   ```sh\n   curl -G URL --data-urlencode 'query=rate(shop_heap_bytes[5m])'\n   ```"),
      /^rate\/on-gauge pages\/orders-fail\.md:11 /,
    ],
  ])('%s', (_, changes, says) => {
    const findings = found(changes);
    expect(findings[0]).toMatch(says);
    // One mistake is not told under two names.
    expect(new Set(findings.map(text => text.split(' ')[0])).size).toBe(1);
  });

  test('an alert whose page is misspelt: both sides of it', () => {
    expect(found({ alerts: { 'orders-fail': prose(), 'order-lost': prose() } })).toEqual([
      expect.stringMatching(/^runbook\/missing .* → name the runbook "order-lost", or write pages\/orders-lost\.md$/),
      expect.stringMatching(/^runbook\/unused pages\/order-lost\.md no alert has this runbook/),
    ]);
  });

  test('an alert that links to no dashboard', () => {
    const findings = checkRunbooks({ ...shopBook(), dashboards: [] });
    expect(findings.map(({ id, message }) => `${id} ${message}`)).toContain(
      'runbook/dashboard there is no dashboard "sales"',
    );
  });
});

describe('what looks like a fault and is none', () => {
  test.each([
    ['a link inside code', '`[x](nowhere.md)`\n```sh\n[x](nowhere.md)\n```'],
    ['a link elsewhere', '[x](https://example.com/nowhere.md)'],
    ['a heading below the section', '### More\nx'],
    ['## inside code', '```sh\n## Nothing\n```\nx'],
    ['braces in code of other kinds', '```sh\nprintf "%{http_code}"\n```\nx'],
    ['a query that asks all there is', "```sh\npromtool query instant {{prometheus}} '{{query warning}}'\n```\nx"],
  ])('%s', (_, text) => {
    expect(found(section(text))).toEqual([]);
  });
});

test.each([
  ['no text', { x: undefined }, /runbook "x" is no text/],
  ['a name that is none', { 'X y': '' }, /runbook "X y" has no proper name/],
  ['a name twice', { 'incident-p0': '' }, /runbook "incident-p0" is there twice/],
])('misuse is refused: %s', (_, alerts, says) => {
  const incidents = { P0: '', P1: '', P2: '', P3: '' };
  expect(() => runbooks('pages', { alerts: alerts as never, incidents, guides: {} })).toThrow(says);
});
