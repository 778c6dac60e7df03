import { describe, expect, test } from 'vitest';
import { printMatcher } from '../../src/alertmanager/matchers.js';
import {
  hours,
  inhibit,
  labelIs,
  labelMissing,
  minutes,
  named,
  notNamed,
  priorityIs,
  receiver,
  route,
  routing,
  seconds,
  severityIs,
  TelltaleError,
  timeInterval,
  webhook,
} from '../../src/index.js';

const pace = { groupWait: seconds(30), groupInterval: minutes(5), repeatInterval: hours(4) };
const hook = [webhook({ url: 'https://hooks.example.com/x' })];
const somebody = receiver('somebody', hook);
const options = { when: [severityIs('critical')], to: somebody, pace, groupBy: ['alertname'] };
const fallback = { to: somebody, pace, groupBy: ['alertname'] };

test.each([
  [severityIs('critical'), 'severity="critical"'],
  [severityIs('critical', 'warning'), 'severity=~"critical|warning"'],
  [priorityIs('P1'), 'priority="P1"'],
  [named({ name: 'A' }, { name: 'B' }), 'alertname=~"A|B"'],
  // The rungs of a ladder.
  [named({ name: 'A' }, { name: 'A' }), 'alertname="A"'],
  [notNamed({ name: 'A' }), 'alertname!="A"'],
  [notNamed({ name: 'A' }, { name: 'B' }), 'alertname!~"A|B"'],
  [labelMissing('instance'), 'instance=""'],
  [labelIs('model', 'a "b" \\c\nd'), 'model="a \\"b\\" \\\\c\\nd"'],
  [labelIs('model', 'qwen3.5', 'a|b'), 'model=~"qwen3\\\\.5|a\\\\|b"'],
] as const)('a matcher prints %#: %s', (matcher, text) => {
  expect(printMatcher(matcher)).toBe(text);
});

describe('misuse says what and what to do', () => {
  const interval = timeInterval('work', { weekdays: ['monday'], from: '09:00', to: '17:00', location: 'UTC' });
  test.each<[string, () => unknown, string, string]>([
    [
      'a receiver that the site does not have',
      () => receiver('page', undefined as never),
      'receiver "page"',
      'page: [slack',
    ],
    ['a receiver that reaches nobody', () => receiver('page', []), 'receiver "page"', 'notifications.receivers'],
    ['a name with capitals', () => receiver('Page', hook), '"Page" is not a name', 'lower-case'],
    ['no hours', () => timeInterval('work', undefined as never), 'time interval "work"', 'site'],
    ['a route for everything', () => route('all', { ...options, when: [] }), 'route "all"', 'fallback'],
    ['a route to nowhere', () => route('all', { ...options, to: undefined as never }), 'leads nowhere', 'receiver('],
    ['a route without a pace', () => route('all', { ...options, pace: undefined as never }), 'no pace', 'paces'],
    ['a route without groups', () => route('all', { ...options, groupBy: [] }), 'groups by nothing', 'alertname'],
    ['no source', () => inhibit('x', { source: [], target: options.when, equal: [] }), 'its source', 'source'],
    ['no target', () => inhibit('x', { source: options.when, target: [], equal: [] }), 'its target', 'target'],
    ['a matcher of nothing', () => named(), 'without a value', 'look for'],
    ['a label that is none', () => labelIs('a-b', 'x'), '"a-b"', 'letters'],
    [
      'two routes of a name',
      () => routing({ routes: [route('a', options), route('a', options)], fallback }),
      'two routes are called "a"',
      'rename',
    ],
    [
      'two receivers of a name',
      () => routing({ routes: [route('a', { ...options, to: receiver('somebody', hook) })], fallback }),
      'two receivers are called "somebody"',
      'rename',
    ],
    [
      'two time intervals of a name',
      () =>
        routing({
          routes: [route('a', { ...options, active: interval }), route('b', { ...options, active: { ...interval } })],
          fallback,
        }),
      'two time intervals are called "work"',
      'rename',
    ],
    [
      'two inhibitions of a name',
      () => {
        const one = inhibit('x', { source: options.when, target: options.when, equal: [] });
        return routing({ routes: [], fallback, inhibitions: [one, one] });
      },
      'two inhibitions are called "x"',
      'rename',
    ],
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

test('what is built is frozen', () => {
  const built = routing({ routes: [route('a', options)], fallback });
  for (const value of [built, built.routes, built.routes[0], built.fallback, somebody, options.when[0]])
    expect(Object.isFrozen(value)).toBe(true);
});
