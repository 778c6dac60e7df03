import { expect, test } from 'vitest';
import site from '../../catalog/site.js';
import { labelIs, minutes, named, priorityIs, receiver, route, seconds, severityIs } from '../../src/index.js';

/** What must not compile, as in test/catalog/types.test.ts; what throws besides is for callers in JavaScript. */
const { receivers, paces } = site.notifications;

test('a receiver or a pace that the site does not have does not compile', () => {
  // @ts-expect-error the receiver is called page
  expect(() => receiver('pager', receivers.pager)).toThrow(/receiver "pager" has nothing to be reached by/);
  const to = receiver('page', receivers.page);
  // @ts-expect-error there are four priorities
  const options = { when: [severityIs('critical')], to, pace: paces.P4, groupBy: ['job'] };
  expect(() => route('page', options as never)).toThrow(/no pace/);
});

test('an alert is named by its rule', () => {
  // @ts-expect-error never by a text
  expect(() => named('CoordinatorDown')).toThrow(/without a value/);
});

test('a matcher is a value, and looks for what there is', () => {
  const to = receiver('page', receivers.page);
  const pace = { groupWait: seconds(1), groupInterval: minutes(1), repeatInterval: minutes(1) };
  // @ts-expect-error it is no text
  expect(route('page', { when: ['severity="critical"'], to, pace, groupBy: ['job'] }).name).toBe('page');
  // @ts-expect-error there is no such severity
  expect(severityIs('page').values).toEqual(['page']);
  // @ts-expect-error there is no such priority
  expect(priorityIs('P5').values).toEqual(['P5']);
  // @ts-expect-error a value is a text
  expect(() => labelIs('instance', 1)).toThrow(/without a value/);
});
