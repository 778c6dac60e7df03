import { describe, expect, test } from 'vitest';
import {
  email,
  type Hours,
  minutes,
  notifications,
  type Pace,
  pagerDuty,
  type Smtp,
  seconds,
  slack,
  TelltaleError,
  webhook,
} from '../../src/index.js';

const pace: Pace = { groupWait: seconds(30), groupInterval: minutes(5), repeatInterval: minutes(60) };
const hours: Hours = { weekdays: ['monday'], from: '09:00', to: '24:00', location: 'Europe/Berlin' };
const smtp: Smtp = { smarthost: 'smtp.example.com:587', from: 'a@example.com' };
const hook = webhook({ url: 'https://hooks.example.com/x' });
const good = { receivers: { team: [hook] }, paces: { pace }, businessHours: hours, smtp };

test('good parameters are taken as they are, and frozen', () => {
  const made = notifications({ ...good, receivers: { team: [hook, email('a@example.com')] } });
  expect(made).toMatchObject({ paces: { pace }, businessHours: hours, smtp });
  expect(Object.isFrozen(made)).toBe(true);
  expect(Object.isFrozen(hook)).toBe(true);
});

describe('what cannot be is refused, by name', () => {
  test.each<[string, () => unknown, string, string]>([
    [
      'a receiver without integrations',
      () => notifications({ ...good, receivers: { team: [] } }),
      'receiver "team" reaches nobody',
      'slack(',
    ],
    [
      'e-mail without a mail server',
      () => notifications({ receivers: { team: [email('a@b.c')] }, paces: {}, businessHours: hours }),
      'receiver "team" wants e-mail',
      'mail server',
    ],
    [
      'a pace that stands',
      () => notifications({ ...good, paces: { p: { ...pace, groupInterval: seconds(0) } } }),
      'pace "p"',
      'longer',
    ],
    [
      'a pace that repeats before it looks',
      () => notifications({ ...good, paces: { p: { ...pace, repeatInterval: minutes(1) } } }),
      'pace "p" repeats every 1m and looks every 5m',
      'no more often',
    ],
    [
      'no weekday',
      () => notifications({ ...good, businessHours: { ...hours, weekdays: [] } }),
      'without a weekday',
      'days',
    ],
    [
      'a time that is none',
      () => notifications({ ...good, businessHours: { ...hours, from: '9:00' } }),
      '"9:00"',
      '09:00',
    ],
    [
      'a day that ends before it begins',
      () => notifications({ ...good, businessHours: { ...hours, to: '08:00' } }),
      'from 09:00 to 08:00',
      'begin',
    ],
    [
      'a time zone that is none',
      () => notifications({ ...good, businessHours: { ...hours, location: 'Mars' } }),
      '"Mars"',
      'IANA',
    ],
    [
      'a mail server without a port',
      () => notifications({ ...good, smtp: { ...smtp, smarthost: 'smtp' } }),
      '"smtp"',
      'host:port',
    ],
    ['a sender that is none', () => notifications({ ...good, smtp: { ...smtp, from: 'me' } }), '"me"', 'name@host'],
    [
      'a user without a password',
      () => notifications({ ...good, smtp: { ...smtp, username: 'me' } }),
      'username',
      'both',
    ],
    [
      'a relative password file',
      () => notifications({ ...good, smtp: { ...smtp, username: 'me', passwordFile: 'x' } }),
      'passwordFile',
      'absolute',
    ],
    ['a channel that is none', () => slack({ channel: 'team', apiUrlFile: '/s' }), '"team"', '#channel'],
    ['a channel that is a template', () => slack({ channel: '#{{.x}}', apiUrlFile: '/s' }), 'template', '{{'],
    ['a relative secret', () => slack({ channel: '#team', apiUrlFile: 's' }), 'apiUrlFile is "s"', 'absolute'],
    ['a secret that is not there', () => pagerDuty({} as never), 'routingKeyFile is "undefined"', 'absolute'],
    ['a URL that is none', () => pagerDuty({ routingKeyFile: '/s', url: 'events' }), '"events"', 'http'],
    ['an address that is none', () => email('team'), '"team"', 'name@host'],
    ['a webhook that is no URL', () => webhook({ url: 'ftp://x' }), '"ftp://x"', 'http'],
    ['a password in a URL', () => webhook({ url: 'https://me:secret@x/' }), 'password', 'files'],
    ['a relative token', () => webhook({ url: 'https://x/', credentialsFile: 't' }), 'credentialsFile', 'absolute'],
  ])('%s', (_, make, message, fix) => {
    let thrown: unknown;
    try {
      make();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TelltaleError);
    expect((thrown as TelltaleError).message).toContain(message);
    expect((thrown as TelltaleError).fix).toContain(fix);
  });
});
