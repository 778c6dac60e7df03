import fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import victor from '../../logs/index.js';
import { analyse, type LogReport } from '../../src/logs/analyse.js';
import type { Period } from '../../src/logs/tally.js';
import { pieces, stream } from './arbitrary.js';

const samples = fileURLToPath(new URL('./samples', import.meta.url));
const sample = (name: string) => fs.readFileSync(join(samples, name));
// biome-ignore lint/suspicious/noExplicitAny: the judge reads what it finds.
const parsed = (name: string): any[] =>
  sample(name)
    .toString()
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));

/** What is said of logs given as text, by name. */
const said = (files: Readonly<Record<string, string | Buffer>>, period?: Period, variant?: string) =>
  analyse(
    victor,
    Object.entries(files).map(([name, text]) => ({ name, variant, bytes: stream([Buffer.from(text)]) })),
    period,
  );
/** What is said of one line. */
const saidOf = (line: unknown) => said({ log: `${typeof line === 'string' ? line : JSON.stringify(line)}\n` });

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const noon = '2026-07-14T12:00:00Z';

describe("the guide's questions, of its own format", () => {
  const name = 'victor_coordinator.jsonl';
  const lines = parsed(name);

  test('initialisations of each coordinator', async () => {
    const { initializations } = await said({ [name]: sample(name) });
    const events = lines.filter(line => line.event_type === 'coordinator_initialized');
    const counts = Object.fromEntries(initializations.by.map(({ component, count }) => [component, count]));
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(events.length);
    for (const { coordinator } of events)
      expect(counts[coordinator]).toBe(events.filter(event => event.coordinator === coordinator).length);
    expect(initializations.by.reduce((n, { failed }) => n + failed, 0)).toBe(
      events.filter(event => event.success === false).length,
    );
    expect(initializations.unanswered).toBeNull();
  });

  test('average latency', async () => {
    const { latency } = await said({ [name]: sample(name) });
    const chats = lines.filter(line => line.event_type === 'chat_completed').map(line => line.duration_ms / 1000);
    const [chat] = latency.by;
    expect(chat).toMatchObject({ operation: 'chat', count: chats.length });
    expect(chat?.seconds?.mean).toBeCloseTo(mean(chats), 9);
    expect(chat?.seconds?.max).toBe(Math.max(...chats));
  });

  test('errors', async () => {
    const { errors } = await said({ [name]: sample(name) });
    const failed = lines.filter(line => line.success === false);
    expect(errors.total).toBe(failed.length);
    expect(errors.by.map(({ event, type, component, example }) => [event, type, component, example]).sort()).toEqual(
      failed.map(line => [line.event_type, line.error_type, line.coordinator, line.error]).sort(),
    );
  });

  test('coordinator against legacy, told apart by their files', async () => {
    const legacy = 'victor_legacy.jsonl';
    const chats = (of: string) =>
      mean(
        parsed(of)
          .filter(line => line.event_type === 'chat_completed')
          .map(line => line.duration_ms / 1000),
      );
    const { comparison } = await analyse(victor, [
      { name, variant: 'coordinator', bytes: stream([sample(name)]) },
      { name: legacy, variant: 'legacy', bytes: stream([sample(legacy)]) },
    ]);
    expect(comparison.unanswered).toBeNull();
    const [chat] = comparison.by;
    expect(chat?.ratio).toBeCloseTo(chats(name) / chats(legacy), 9);
    expect(chat?.variants.legacy).toMatchObject({ count: 5, failed: 1, failedShare: 0.2 });
  });
});

test('the event bus: times since the epoch, milliseconds, errors with their own topics', async () => {
  const report = await said({ bus: sample('victor.jsonl') });
  const lines = parsed('victor.jsonl');
  expect(report.time).toEqual({
    from: new Date(lines[0].timestamp * 1000).toISOString(),
    to: new Date(lines.at(-1).timestamp * 1000).toISOString(),
  });
  const calls = lines.filter(line => line.topic === 'model.response').map(line => line.data.latency_ms / 1000);
  expect(report.latency.by.find(({ operation }) => operation === 'model call')?.seconds?.mean).toBeCloseTo(mean(calls));
  expect(report.latency.breakdown.map(({ of }) => of)).toContain('ollama / qwen3-coder:30b');
  expect(report.errors.by.map(({ event }) => event).sort()).toEqual(['error.raised', 'model.error', 'tool.error']);
  expect(report.initializations).toEqual({
    unanswered: 'event bus does not say when a coordinator is initialised',
    by: [],
  });
});

test('the usage log: seconds under data', async () => {
  const report = await said({ usage: sample('usage.jsonl') });
  const streams = parsed('usage.jsonl').filter(line => line.event_type === 'stream_completed');
  expect(report.latency.by.find(({ operation }) => operation === 'chat')?.seconds?.mean).toBeCloseTo(
    mean(streams.map(line => line.data.total_duration)),
  );
  expect(report.errors.by.map(({ event }) => event).sort()).toEqual(['error', 'tool_result']);
  expect(report.comparison.unanswered).toContain('no line says that coordinator or legacy served it');
});

test('a line that says which variant served is believed before its file', async () => {
  const chat = { timestamp: noon, event_type: 'chat_completed', orchestrator_type: 'legacy', duration_ms: 5 };
  const { comparison } = await said({ log: JSON.stringify(chat) }, undefined, 'coordinator');
  expect(comparison.by[0]?.variants.legacy?.count).toBe(1);
  expect(comparison.unanswered).toContain('no line says that coordinator served it');
});

describe('what becomes of a line', () => {
  const chat = { timestamp: noon, event_type: 'chat_completed', duration_ms: 5, success: true };
  test.for<[string, unknown, keyof LogReport['lines'], string?]>([
    ['of interest', chat, 'counted'],
    [
      'with what JSON does not have, and Python writes',
      '{"timestamp": 1, "event_type": "chat_completed", "duration_ms": NaN, "a": [NaN,-Infinity, Infinity]}',
      'counted',
    ],
    ['such a word where it is none', '{"timestamp": 1, "event_type": NaNs}', 'unreadable', 'not JSON'],
    ['without an end, but whole', JSON.stringify(chat), 'counted'],
    ['an event that nobody asks about', { ...chat, event_type: 'session_saved' }, 'ignored'],
    ['such an event that failed', { ...chat, event_type: 'session_saved', success: false }, 'counted'],
    ['an event named like a property of every object', { ...chat, event_type: 'constructor' }, 'ignored'],
    ['JSON of another application', { level: 'info', msg: 'hello' }, 'unknown'],
    ['no time at all', { event_type: 'chat_completed' }, 'unknown'],
    ['a time that is none', { ...chat, timestamp: 'yesterday' }, 'unreadable', '"timestamp" is not a time'],
    ['a time in milliseconds', { ...chat, timestamp: 1_784_019_600_000 }, 'unreadable', '"timestamp" is not a time'],
    ['a list', [chat], 'unreadable', 'JSON, but not an object'],
    ['a number', 12, 'unreadable', 'JSON, but not an object'],
    ['null', null, 'unreadable', 'JSON, but not an object'],
    ['no JSON', 'Traceback (most recent call last):', 'unreadable', 'not JSON'],
    ['zeros, as a crash leaves them', '\0'.repeat(50), 'unreadable', 'not JSON'],
    [
      'longer than a line can be',
      JSON.stringify({ ...chat, content: 'x'.repeat(1e6) }),
      'unreadable',
      'longer than 1 MB',
    ],
  ])('%s', async ([, line, kind, why]) => {
    const report = await saidOf(line);
    expect(report.lines).toMatchObject({ total: 1, [kind]: 1 });
    expect(report.unreadable).toEqual(why === undefined ? [] : [{ file: 'log', line: 1, why }]);
  });

  test('cut off by the end of the file', async () => {
    const { lines, unreadable } = await said({ log: `${JSON.stringify(chat)}\n${JSON.stringify(chat).slice(0, 30)}` });
    expect(lines).toMatchObject({ total: 2, counted: 1, unreadable: 1 });
    expect(unreadable).toEqual([{ file: 'log', line: 2, why: 'cut off by the end of the file' }]);
  });
});

describe('times', () => {
  test.for<[unknown, string]>([
    ['2026-07-14T12:00:00Z', '2026-07-14T12:00:00.000Z'],
    ['2026-07-14T12:00:00.123456+02:00', '2026-07-14T10:00:00.123Z'],
    ['2026-07-14 12:00:00-0330', '2026-07-14T15:30:00.000Z'],
    ['2026-07-14T12:00:00.5', '2026-07-14T12:00:00.500Z'],
    ['2026-07-14 12:00:00,250', '2026-07-14T12:00:00.250Z'],
    [1784030400.5, '2026-07-14T12:00:00.500Z'],
  ])('%s', async ([timestamp, from]) => {
    expect((await saidOf({ timestamp, event_type: 'error' })).time).toEqual({ from, to: from });
  });

  test('only what lies in the period counts: its beginning does, its end does not', async () => {
    const at = (timestamp: string) => JSON.stringify({ timestamp, event_type: 'chat_completed', duration_ms: 1 });
    const log = [at('2026-07-14T11:59:59.999Z'), at(noon), at('2026-07-14T13:00:00+00:00')].join('\n');
    const period = { from: Date.parse(noon), to: Date.parse('2026-07-14T13:00Z') };
    const report = await said({ log }, period);
    expect(report.lines).toMatchObject({ total: 3, counted: 1, outside: 2 });
    expect(report.latency.by[0]?.count).toBe(1);
  });
});

test.for<[string, string]>([
  ['nothing', ''],
  ['blank lines', '\n\n \r\n'],
  ['only lines of others', '{"level":"info"}\n'],
])('no data (%s): it says so, and divides nothing by zero', async ([, log]) => {
  const report = await said({ log });
  for (const question of [report.initializations, report.latency, report.errors, report.comparison])
    expect(question).toMatchObject({ unanswered: 'there is no line in a known format', by: [] });
  expect(report.time).toBeNull();
  expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity/);
});

test('durations that are none do not count as any', async () => {
  const chats = [null, -1, '12', {}, 2000].map(duration_ms =>
    JSON.stringify({ timestamp: noon, event_type: 'chat_completed', duration_ms }),
  );
  const { latency } = await said({ log: chats.join('\n') });
  expect(latency.by[0]).toMatchObject({ count: 5, seconds: { count: 1, mean: 2, p50: 2, p95: 2, max: 2 } });
});

test('names without end: they are counted together once there are too many', async () => {
  const line = (i: number) =>
    JSON.stringify({ timestamp: i, event_type: 'chat_completed', duration_ms: 1, model: `m${i}` });
  const { latency } = await said({ log: Array.from({ length: 5000 }, (_, i) => line(i)).join('\n') });
  expect(latency.breakdown.length).toBeLessThan(300);
  expect(latency.breakdown[0]?.of).toBe('(others)');
  expect(latency.breakdown.reduce((n, { count }) => n + count, 0)).toBe(5000);
});

test('percentiles are within 1 % of the true ones', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.double({ min: 0.002, max: 1e8, noNaN: true }), { minLength: 1 }), async values => {
      const log = values.map(ms => JSON.stringify({ timestamp: 0, event_type: 'chat_completed', duration_ms: ms }));
      const seconds = (await said({ log: log.join('\n') })).latency.by[0]?.seconds;
      const sorted = [...values].sort((a, b) => a - b);
      for (const [q, got] of [
        [0.5, seconds?.p50],
        [0.95, seconds?.p95],
      ] as const) {
        const exact = (sorted[Math.ceil(q * sorted.length) - 1] as number) / 1000;
        // Values are whole microseconds.
        expect(Math.abs((got as number) - exact)).toBeLessThanOrEqual(0.0101 * exact + 1e-6);
      }
    }),
  );
});

describe('laws', () => {
  const event = fc.record(
    {
      timestamp: fc.oneof(
        fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map(d => d.toISOString()),
        fc.nat(2e9),
        fc.constant('?'),
      ),
      event_type: fc.constantFrom('coordinator_initialized', 'chat_completed', 'stream_completed', 'error', 'other'),
      topic: fc.constantFrom('model.response', 'tool.error', 'other'),
      data: fc.record({
        total_duration: fc.double({ min: 0, max: 1e5, noNaN: true }),
        success: fc.boolean(),
        error: fc.string({ maxLength: 3 }),
      }),
      coordinator: fc.constantFrom('A', 'B'),
      duration_ms: fc.double({ min: 0, max: 1e8, noNaN: true }),
      success: fc.boolean(),
      orchestrator_type: fc.constantFrom('coordinator', 'legacy', 'neither'),
      error: fc.string({ maxLength: 3 }),
    },
    { requiredKeys: [] },
  );
  const line = fc.oneof(
    { weight: 8, arbitrary: event.map(e => JSON.stringify(e)) },
    fc.constantFrom('', '{', 'null', '\ufeff{}', '\xff'),
  );
  const log = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean(), fc.boolean()).map(([lines, ended, packed]) => {
    const text = Buffer.from(lines.join('\n') + (ended ? '\n' : ''));
    return packed ? gzipSync(text) : text;
  });
  const report = (chunked: readonly (readonly Buffer[])[]) =>
    analyse(
      victor,
      chunked.map((chunks, i) => ({ name: String(i), bytes: stream(chunks) })),
    );

  test('where chunks are cut does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(pieces(log), async ([whole, chunks]) => {
        expect(await report([chunks])).toEqual(await report([[whole]]));
      }),
    );
  });

  test('the order of files does not matter to what is counted, nor does putting them together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(log, { maxLength: 4 }), async logs => {
        const { files: _, unreadable: __, ...one } = await report(logs.map(bytes => [bytes]));
        const { files: ___, unreadable: ____, ...two } = await report([...logs].reverse().map(bytes => [bytes]));
        expect(two).toEqual(one);
      }),
    );
  });

  test('each line that is not blank is counted exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async lines => {
        const { lines: counts, formats, files } = await report([[Buffer.from(lines.join('\n'))]]);
        expect(counts.total).toBe(lines.filter(text => text.trim() !== '').length);
        expect(counts.counted + counts.ignored + counts.outside + counts.unknown + counts.unreadable).toBe(
          counts.total,
        );
        expect(formats.reduce((n, { lines: of }) => n + of, 0)).toBe(counts.counted + counts.ignored + counts.outside);
        expect(files[0]).toMatchObject(counts);
      }),
    );
  });
});
