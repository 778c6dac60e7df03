import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { toYaml } from '../../src/core/yaml.js';
import { checkDocument } from '../../src/schema/index.js';
import { amtool, withConfig } from '../alertmanager/amtool.js';
import { type Breakage, broken, expectBroken, gone, named } from './breaking.js';

const alertmanager = {
  global: { smtp_smarthost: 'smtp.example.com:587', smtp_from: 'a@example.com', smtp_require_tls: true },
  route: {
    receiver: 'rest',
    group_by: ['alertname'],
    group_wait: '10s',
    group_interval: '1m',
    repeat_interval: '4h',
    routes: [
      { matchers: ['severity="critical"'], receiver: 'page', group_by: ['job'] },
      { matchers: ['severity="info"'], receiver: 'digest', active_time_intervals: ['work'] },
    ],
  },
  inhibit_rules: [{ source_matchers: ['a="b"'], target_matchers: ['a="c"'], equal: ['job'] }],
  time_intervals: [
    {
      name: 'work',
      time_intervals: [
        { weekdays: ['monday'], times: [{ start_time: '09:00', end_time: '24:00' }], location: 'Europe/Berlin' },
      ],
    },
  ],
  receivers: [
    { name: 'rest', webhook_configs: [{ url: 'https://x.example.com/', send_resolved: false }] },
    { name: 'page', pagerduty_configs: [{ routing_key_file: '/secret', links: [{ href: 'https://x', text: 'x' }] }] },
    {
      name: 'digest',
      slack_configs: [{ api_url_file: '/secret', channel: '#x', title: 'x' }],
      email_configs: [{ to: 'a@example.com', headers: { Subject: 'x' } }],
    },
    { name: 'spare', webhook_configs: [{ url: 'https://x.example.com/' }] },
  ],
};

const first = '/route/routes/0';
const breakages: Breakage[] = [
  ['/routes', {}, 'unknown key "routes" in the Alertmanager config', 'write "route"'],
  ['/route', gone, 'the Alertmanager config lacks "route"'],
  ['/receivers', gone, 'lacks "receivers"'],
  ['/route/matchers', ['a="b"'], 'unknown key "matchers" in route'],
  ['/route/receiver', gone, 'route of the Alertmanager config lacks "receiver"'],
  ['/route/receiver', 'nobody', 'there is no receiver "nobody"', 'use one of rest, page, digest, spare'],
  [`${first}/receiver`, 'pages', 'there is no receiver "pages"', 'page'],
  [`${first}/match`, { a: 'b' }, 'unknown key "match" in a route', 'known here'],
  [`${first}/matchers`, gone, 'a route lacks "matchers"'],
  [`${first}/group_wait`, '10', 'group_wait of a route is "10"', 'duration'],
  [`${first}/group_by/0`, 'a-b', 'group_by.0 of a route is "a-b"', 'label name'],
  ['/route/routes/1/active_time_intervals/0', 'works', 'there is no time interval "works"', 'work'],
  ['/time_intervals', gone, 'there is no time interval "work"', 'define it', '/route/routes/1/active_time_intervals/0'],
  ['/inhibit_rules/0/equal', gone, 'an inhibition lacks "equal"'],
  ['/inhibit_rules/0/source_match', {}, 'unknown key "source_match" in an inhibition', 'write "source_matchers"'],
  ['/time_intervals/0/time_intervals/0/weekdays/0', 'mon', 'is "mon"', 'write'],
  ['/time_intervals/0/time_intervals/0/times/0/end_time', '5pm', 'is "5pm"', '09:00'],
  ['/receivers/3/name', 'rest', 'receiver "rest" is used twice', 'rename'],
  ['/receivers/0/webhook_configs', gone, 'the receiver "rest" reaches nobody', 'integration'],
  ['/receivers/0/webhook_configs/0/url', 'x', 'url of a webhook integration is "x"', 'https://'],
  ['/receivers/2/slack_configs/0/api_url', 'https://x', 'in a Slack integration', 'known here: api_url_file'],
  ['/receivers/2/slack_configs/0/api_url_file', 'secret', 'api_url_file of a Slack integration', 'starts with /'],
  ['/receivers/1/pagerduty_configs/0/routing_key', 'x', 'in a PagerDuty integration', 'routing_key_file'],
  ['/receivers/2/email_configs/0/auth_password', 'x', 'unknown key "auth_password" in an e-mail integration'],
  ['/global/smtp_smarthost', gone, 'global of the Alertmanager config lacks "smtp_smarthost"'],
  ['/global', gone, 'the receiver "digest" is reached by e-mail', 'smtp_smarthost', '/receivers/2/email_configs'],
  ['/global/smtp_auth_password', 'x', 'in global of the Alertmanager config', 'write "smtp_auth_password_file"'],
];

const accepts = (document: unknown): Promise<boolean> =>
  withConfig(toYaml(document), path =>
    amtool('check-config', path).then(
      () => true,
      () => false,
    ),
  );

describe('alertmanager.yml', () => {
  it('takes a good file, and what is generated, and so does amtool', async () => {
    const text = readFileSync(new URL('../../out/alertmanager/alertmanager.yml', import.meta.url), 'utf8');
    expect(checkDocument('alertmanager', load(text))).toEqual([]);
    expect(checkDocument('alertmanager', alertmanager)).toEqual([]);
    expect(await accepts(alertmanager)).toBe(true);
  });

  it.each(named(breakages))('refuses %s', (_, breakage) => expectBroken('alertmanager', alertmanager, breakage));

  it('refuses what amtool refuses, and a little more', async () => {
    const verdicts = named(breakages).map(async ([name, [at, value]]) =>
      (await accepts(broken(alertmanager, at, value))) ? [name] : [],
    );
    // Each loads, and does not what it says, or holds a secret that belongs in a file.
    expect((await Promise.all(verdicts)).flat()).toEqual([
      `${first}/match = {"a":"b"}`,
      `without ${first}/matchers`,
      'without /inhibit_rules/0/equal',
      '/inhibit_rules/0/source_match = {}',
      'without /receivers/0/webhook_configs',
      '/receivers/2/slack_configs/0/api_url_file = "secret"',
      '/receivers/2/email_configs/0/auth_password = "x"',
      '/global/smtp_auth_password = "x"',
    ]);
  });
});
