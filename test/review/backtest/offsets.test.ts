import { expect, it } from 'vitest';
import { client } from '../../../src/remote/client.js';
import { offsetsOf } from '../../../src/review/backtest/offsets.js';
import { end, serving } from '../../remote/serving.js';

const group = (name: string, lastEvaluation: string, ...alerts: string[]) => ({
  ...{ name, file: `${name}.yaml`, interval: 60, lastEvaluation },
  rules: alerts.map(alert => ({ name: alert, type: 'alerting' })),
});
const groups = [
  group('queue', '2026-11-24T10:00:17.25Z', 'QueueLong', 'Both'),
  group('other', '2026-11-24T10:00:05Z', 'Both', 'Moved'),
  group('twice', '2026-11-24T10:00:09Z', 'Twice'),
  group('again', '2026-11-24T10:00:10Z', 'Twice'),
  group('young', '0001-01-01T00:00:00Z', 'Young'),
];
const offset = async (name: string, of: string, interval = 60_000, answer: unknown = { groups }) => {
  const { url } = await serving(end(200, { status: 'success', data: answer }));
  const server = client({ url, headers: {}, timeout: 5000, retries: 0 });
  return (await offsetsOf(server))({ name, group: of, interval });
};

it.each([
  ['its own group', 'QueueLong', 'queue', 17_250],
  ['its own of two', 'Both', 'other', 5000],
  ['the only one, if its name is another', 'Moved', 'before', 5000],
  ['none of two', 'Twice', 'before', 0],
  ['none that was never evaluated', 'Young', 'young', 0],
  ['none that the server has not', 'New', 'queue', 0],
])('evaluations are those of %s', async (_, name, of, expected) => {
  expect(await offset(name, of)).toBe(expected);
});

it('a group whose interval is another begins anew', async () => {
  expect(await offset('QueueLong', 'queue', 30_000)).toBe(0);
});

it.each([null, [], {}, { groups: [null] }, { groups: [{ name: 'a' }] }, { groups: [{ ...groups[0], rules: 1 }] }])(
  'a server that answers %j evaluates nothing that is known',
  async answer => {
    expect(await offset('QueueLong', 'queue', 60_000, answer)).toBe(0);
  },
);

it('a server that does not tell of its rules is asked once', async () => {
  const { url, seen } = await serving(end(503, 'no'));
  await offsetsOf(client({ url, headers: {}, timeout: 5000, retries: 3 }));
  expect(seen).toHaveLength(1);
});
