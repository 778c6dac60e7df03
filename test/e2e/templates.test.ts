import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import site from '../../catalog/site.js';
import { email, type Integration, pagerDuty, responseTimes, slack } from '../../src/index.js';
import { alertmanagerFiles, always, quick, type ReceiverName, startAlerting } from './alerting.js';
import type { Alertmanager, Labels, PostedAlert } from './alertmanager.js';
import { type Mailbox, startMailbox } from './mailbox.js';
import { eventually } from './server.js';
import { type Sink, startSink } from './webhook.js';

/** What people get to read: the templates, as a real Alertmanager fills them and sends them. */

interface SlackMessage {
  readonly channel: string;
  readonly attachments: readonly [{ title: string; title_link: string; text: string; color: string; fallback: string }];
}

interface PagerDutyEvent {
  readonly routing_key: string;
  readonly event_action: string;
  readonly payload: {
    readonly summary: string;
    readonly severity: string;
    readonly class: string;
    readonly group: string;
    readonly custom_details: Readonly<Record<string, string>>;
  };
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

const hostile = '{{ template "telltale.title" . }} <!channel> <script>alert(1)</script> & "quoted" \\ $labels';
const startsAt = new Date('2026-03-01T03:12:00Z');

let folder: string;
let sink: Sink;
let mailbox: Mailbox;
let alertmanager: Alertmanager;

const slackMessages = () =>
  sink.arrived.filter(({ path }) => path === '/slack').map(({ body }) => body as SlackMessage);
const pages = () => sink.arrived.filter(({ path }) => path === '/pagerduty').map(({ body }) => body as PagerDutyEvent);

/** The last of the messages, as each tells of all that fires. */
const inChannel = (channel: string) => slackMessages().findLast(m => m.channel === channel)?.attachments[0];
const page = (alertname: string) => pages().findLast(({ payload }) => payload.class === alertname);

function posted(labels: Labels, annotations: Labels, endsAt?: Date): PostedAlert {
  const links = { runbook_url: `${site.runbooks}/errors.md`, dashboard_url: `${site.grafana}/d/errors` };
  return {
    labels: { ...labels, ...site.externalLabels },
    annotations: { ...links, ...annotations },
    startsAt,
    ...(endsAt && { endsAt }),
  };
}

const many = Array.from({ length: 12 }, (_, i) =>
  posted(
    {
      alertname: 'CoordinatorErrors',
      severity: 'critical',
      priority: 'P0',
      job: 'app',
      coordinator: `Coordinator${i}`,
    },
    { summary: 'A coordinator reports errors', description: `Coordinator${i} of job app reported ${20 + i} errors.` },
  ),
);
const injected = posted(
  {
    alertname: 'CoordinatorFeatureParityDrop',
    severity: 'warning',
    priority: 'P1',
    job: 'app',
    feature_category: hostile,
  },
  { summary: 'Features do not work', description: `Only 90% of ${hostile} work.` },
);
const digest = ['MemoryTrend', 'InteractionsSpike'].map(name =>
  posted(
    { alertname: `Coordinator${name}`, severity: 'info', priority: 'P3', job: 'app' },
    {
      summary: `Look at ${name}`,
      description: `${hostile} of ${name}.`,
      runbook_url: `${site.runbooks}/${name}.md`,
    },
  ),
);
const bare: PostedAlert = { labels: { alertname: 'DiskFull', severity: 'page', disk: 'sda' } };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-secrets-'));
  sink = await startSink();
  mailbox = await startMailbox();
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const apiUrlFile = await file('slack', `${sink.url}/slack`);
  const routingKeyFile = await file('pagerduty', 'the-key');
  const inSlack = (channel: string) => slack({ channel, apiUrlFile });
  const pager = pagerDuty({ routingKeyFile, url: `${sink.url}/pagerduty` });
  const reach: Record<ReceiverName, readonly Integration[]> = {
    page: [pager, inSlack('#page')],
    team: [inSlack('#team')],
    digest: [email('team@example.com')],
    heartbeat: [inSlack('#heartbeat')],
    unrouted: [pager, inSlack('#unrouted')],
  };
  const smtp = { smarthost: mailbox.smarthost, from: 'alertmanager@example.com', requireTls: false };
  const files = alertmanagerFiles({ reach: name => reach[name], pace: quick, hours: always, smtp });
  alertmanager = await startAlerting(files);
  await alertmanager.post(...many, injected, ...digest, bare);
  // Alerts that began long ago do not wait for the rest of their group: the first message may tell of a few of them only.
  const isWhole = {
    slack: () => inChannel('#page')?.title.endsWith(', 12)') && inChannel('#team') && inChannel('#unrouted'),
    pager: () => page('CoordinatorErrors')?.payload.summary.endsWith(', 12)') && page('DiskFull'),
    mail: () => mailbox.messages.at(-1)?.includes('(app, 2)'),
  };
  await eventually(
    async () => Object.entries(isWhole).flatMap(([name, arrived]) => (arrived() ? [] : name)),
    missing => missing.length === 0,
  );
});
afterAll(async () => {
  await Promise.all([alertmanager?.stop(), sink?.stop(), mailbox?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

test('Slack: the title is short, and the text has everything in the order in which one asks', () => {
  const { title, title_link, text = '', color } = inChannel('#page') ?? {};
  expect(title).toBe('P0 A coordinator reports errors (app, 12)');
  expect(title_link).toBe(`${site.runbooks}/errors.md`);
  expect(color).toBe('danger');
  const lines = text.trim().split('\n');
  expect(lines.slice(0, 4)).toEqual([
    `*CRITICAL*, P0: answer within ${responseTimes.P0}`,
    '12 firing',
    '• Coordinator0 of job app reported 20 errors.',
    '  _since Mar 1 03:12 UTC_',
  ]);
  expect(lines.filter(line => line.startsWith('•'))).toHaveLength(10);
  expect(lines.slice(-4)).toEqual([
    'only 10 of 12 are shown',
    `<${site.runbooks}/errors.md|Runbook>`,
    `<${site.grafana}/d/errors|Dashboard>`,
    'alertname: CoordinatorErrors, cluster: main, environment: production, job: app',
  ]);
});

test('Slack: what an alert says is neither a template nor markup', () => {
  const { title, text } = inChannel('#team') ?? {};
  expect(title).toBe('P1 Features do not work (app)');
  const escaped = hostile.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  expect(text).toContain(`• Only 90% of ${escaped} work.`);
});

test('PagerDuty: the same, as an event with its links', () => {
  const event = page('CoordinatorErrors');
  expect(event).toMatchObject({
    routing_key: 'the-key',
    event_action: 'trigger',
    payload: { summary: 'P0 A coordinator reports errors (app, 12)', severity: 'critical', group: 'app' },
  });
  expect(event?.links.map(({ href, text }) => `${text} ${href}`)).toEqual([
    `Runbook ${site.runbooks}/errors.md`,
    `Dashboard ${site.grafana}/d/errors`,
  ]);
  expect(event?.payload.custom_details.firing).toContain(
    '- Coordinator7 of job app reported 27 errors.\n  since Mar 1',
  );
});

test('e-mail: a digest says of each alert what it is, with its own links, and escapes it in HTML', () => {
  const mail = mailbox.messages.at(-1) ?? '';
  expect(mail).toContain('Subject: P3 2 alerts (app, 2)');
  expect(mail).toContain(`INFO, P3: answer on ${responseTimes.P3}`);
  for (const name of ['MemoryTrend', 'InteractionsSpike']) {
    expect(mail).toContain(`- Look at ${name}. ${hostile} of ${name}.`);
    expect(mail).toContain(`Runbook: ${site.runbooks}/${name}.md`);
    expect(mail).toContain(`<a href="${site.runbooks}/${name}.md">Runbook</a>`);
  }
  expect(mail).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  const html = mail.slice(mail.indexOf('text/html'));
  expect(html).not.toContain('<script>');
});

test('an alert without our labels and annotations is still worth reading, and PagerDuty takes it', () => {
  const { title, text } = inChannel('#unrouted') ?? {};
  expect(title).toBe('DiskFull');
  expect(text).toContain('• alertname: DiskFull, disk: sda, severity: page');
  const event = page('DiskFull');
  expect(event?.payload.severity).toBe('critical');
  expect(event?.links.every(({ href }) => URL.canParse(href))).toBe(true);
});

test('what is over says so', async () => {
  await alertmanager.post({ ...injected, endsAt: new Date() });
  const over = await eventually(
    async () => slackMessages().find(({ attachments: [{ title }] }) => title.startsWith('Resolved')),
    message => message !== undefined,
  );
  const attachment = over?.attachments[0];
  expect(attachment?.title).toBe('Resolved: P1 Features do not work (app)');
  expect(attachment?.color).toBe('good');
  expect(attachment?.text).toMatch(
    /0 firing, 1 resolved\n\*Resolved\*\n• Only 90%.*\n {2}_since Mar 1 03:12 UTC until /,
  );
});
