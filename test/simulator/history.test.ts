import { expect, it } from 'vitest';
import { openMetrics, scrapes } from '../../src/simulator/index.js';
import { model, noon } from './victor.js';

const targets = {
  coordinator: { job: 'victor', instance: 'a:1' },
  legacy: { job: 'victor', instance: 'b:1' },
  pushgateway: { job: 'pushgateway', instance: 'c:1' },
};

it('scrapes from now until then, the end included', () => {
  const times = [...scrapes(model(), { until: noon + 45, every: 15 })].map(s => [s.time - noon, s.process]);
  expect(times).toEqual(
    [0, 15, 30, 45].flatMap(time => ['coordinator', 'legacy', 'pushgateway'].map(process => [time, process])),
  );
});

it('is OpenMetrics with the labels that Prometheus would attach', () => {
  const text = [...openMetrics(scrapes(model(), { until: noon, every: 15 }), targets)].join('');
  const lines = text.split('\n');
  expect(lines).toContain(`up{job="victor",instance="a:1"} 1 ${noon}.000`);
  expect(lines).toContain(`session_corruption_total{job="victor",instance="a:1"} 0 ${noon}.000`);
  expect(lines).toContain(`feature_parity_score{job="victor",feature_category="chat"} 1 ${noon}.000`);
  expect(lines.slice(-2)).toEqual(['# EOF', '']);
});

it('has nothing but up 0 of a process that does not answer', () => {
  const text = [...openMetrics(scrapes(model({ scenario: 'down' }), { until: noon, every: 15 }), targets)].join('');
  expect(text.split('\n').filter(line => line.includes('a:1'))).toEqual([
    `up{job="victor",instance="a:1"} 0 ${noon}.000`,
  ]);
});
