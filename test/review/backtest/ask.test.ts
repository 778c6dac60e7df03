import { describe, expect, it } from 'vitest';
import { client } from '../../../src/remote/client.js';
import { turns } from '../../../src/remote/turns.js';
import { askOver } from '../../../src/review/backtest/ask.js';
import { end, serving } from '../../remote/serving.js';

const matrix = { status: 'success', data: { resultType: 'matrix', result: [] } };
const options = (url: string) => ({ url, headers: {}, timeout: 5000, retries: 2, pause: async () => {} });

describe('a query over a whole grid', () => {
  const grid = { start: 0, step: 60_000, count: 100 };
  const asking = (url: string) => ({
    client: client(options(url)),
    maxPoints: 50,
    inTurn: turns(2),
    progress: () => {},
  });

  it('is cut in halves where it asks for too much, and where it fails at one evaluation', async () => {
    const { url } = await serving((_, body, response) => {
      const [start, to] = [Number(body.get('start')), Number(body.get('end'))];
      if (start <= 33 * 60 && 33 * 60 <= to)
        end(422, { status: 'error', errorType: 'execution', error: 'fails at 33' })(0, 0, response);
      else if (to - start > 20 * 60)
        end(422, { status: 'error', errorType: 'execution', error: 'query would load too many samples' })(
          0,
          0,
          response,
        );
      else {
        const values = Array.from({ length: (to - start) / 60 + 1 }, (_, i) => [start + i * 60, '+Inf']);
        end(200, {
          ...matrix,
          warnings: ['partial'],
          data: { resultType: 'matrix', result: [{ metric: { a: 'b' }, values }] },
        })(0, 0, response);
      }
    });
    const { series, failures, unknown, warnings } = await askOver('up', grid, asking(url));
    expect(failures).toEqual([{ from: 33, to: 33, why: 'fails at 33' }]);
    expect(unknown).toEqual([]);
    expect(warnings).toEqual(['partial']);
    expect(Array.from(series[0]?.at ?? [])).toEqual(Array.from({ length: 100 }, (_, i) => i).filter(i => i !== 33));
    expect(series[0]?.values[0]).toBe(Infinity);
  });

  it('says nothing of evaluations that it could not tell apart from those that fail', async () => {
    const long = { ...grid, count: 4000 };
    const { url } = await serving((_, body, response) => {
      const [start, to] = [Number(body.get('start')) / 60, Number(body.get('end')) / 60];
      if (start < 2000 && to >= 1001)
        end(422, { status: 'error', errorType: 'execution', error: 'not one-to-one' })(0, 0, response);
      else {
        const values = Array.from({ length: to - start + 1 }, (_, i) => [(start + i) * 60, '1']);
        end(200, { ...matrix, data: { resultType: 'matrix', result: [{ metric: {}, values }] } })(0, 0, response);
      }
    });
    const { series, failures, unknown } = await askOver('up', long, { ...asking(url), maxPoints: 11_000 });
    const known = new Set(Array.from(series[0]?.at ?? []));
    expect(failures.every(({ from, to }) => from >= 1001 && to < 2000)).toBe(true);
    expect(unknown[0]?.why).toBe('the rule fails at some evaluations: not one-to-one');
    const told = [...failures, ...unknown].flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, i) => from + i),
    );
    expect(told).toEqual(expect.arrayContaining(Array.from({ length: 999 }, (_, i) => 1001 + i)));
    expect(told.filter(at => known.has(at))).toEqual([]);
    expect(told.length + known.size).toBe(4000);
    // Most of what went well is known.
    expect(known.size).toBeGreaterThan(2700);
  });

  it('says which part nobody knows', async () => {
    const { url } = await serving((_, body, response) =>
      end(body.get('start') === '0.000' ? 500 : 200, matrix)(0, 0, response),
    );
    const { unknown } = await askOver('up', grid, asking(url));
    expect(unknown).toEqual([{ from: 0, to: 49, why: `${url} fails (500)` }]);
  });

  it('waits for its turn', async () => {
    let [now, most] = [0, 0];
    const { url } = await serving((_, __, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        end(200, matrix)(0, 0, response);
      }, 5);
    });
    await askOver('up', grid, { ...asking(url), maxPoints: 5 });
    expect(most).toBe(2);
  });
});
