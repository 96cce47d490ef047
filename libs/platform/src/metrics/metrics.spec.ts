import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.js';

const linesOf = async (metrics: ReturnType<typeof createMetrics>, name: string) =>
  (await metrics.expose()).text.split('\n').filter((line) => line.startsWith(name));

describe('a histogram', () => {
  it('tells cumulated buckets, sum and count of each series, bound or not', async () => {
    const metrics = createMetrics();
    const histogram = metrics.histogram({
      name: 'millrace_waits_seconds',
      help: 'Waits.',
      labels: ['route'],
      buckets: [0.1, 1],
    });
    const observe = histogram.bind({ route: '/a' });
    for (const value of [0.05, 0.1, 0.5, 7]) observe(value);
    histogram.observe({ route: '/a' }, 1);
    histogram.observe({ route: '/"b"' }, 2);
    expect(await linesOf(metrics, 'millrace_waits')).toEqual([
      'millrace_waits_seconds_bucket{le="0.1",route="/a"} 2',
      'millrace_waits_seconds_bucket{le="1",route="/a"} 4',
      'millrace_waits_seconds_bucket{le="+Inf",route="/a"} 5',
      'millrace_waits_seconds_sum{route="/a"} 8.65',
      'millrace_waits_seconds_count{route="/a"} 5',
      'millrace_waits_seconds_bucket{le="0.1",route="/\\"b\\""} 0',
      'millrace_waits_seconds_bucket{le="1",route="/\\"b\\""} 0',
      'millrace_waits_seconds_bucket{le="+Inf",route="/\\"b\\""} 1',
      'millrace_waits_seconds_sum{route="/\\"b\\""} 2',
      'millrace_waits_seconds_count{route="/\\"b\\""} 1',
    ]);
  });
});

describe('a counter', () => {
  it('adds up what is counted in place and by labels, once', async () => {
    const metrics = createMetrics();
    const counter = metrics.counter({ name: 'millrace_asks_total', help: 'Asks.', labels: ['by'] });
    const count = counter.bind({ by: 'x' });
    count(2);
    counter.add({ by: 'x' });
    expect(await linesOf(metrics, 'millrace_asks')).toEqual(['millrace_asks_total{by="x"} 3']);
    count(1);
    expect(await linesOf(metrics, 'millrace_asks')).toEqual(['millrace_asks_total{by="x"} 4']);
  });
});

describe('a counter that is kept elsewhere', () => {
  it('is as it is there, at each scrape', async () => {
    const metrics = createMetrics();
    let requests = 2;
    metrics
      .counter({ name: 'nv_inference_count', help: 'Rows.', labels: ['model'] })
      .list(() => [[{ model: 'a' }, requests]]);
    expect(await linesOf(metrics, 'nv_')).toEqual(['nv_inference_count{model="a"} 2']);
    requests = 5;
    expect(await linesOf(metrics, 'nv_')).toEqual(['nv_inference_count{model="a"} 5']);
  });
});

describe('a gauge', () => {
  it('forgets the series that are gone', async () => {
    const metrics = createMetrics();
    let models = ['a', 'b'];
    metrics
      .gauge({ name: 'millrace_held_bytes', help: 'Held.', labels: ['model'] })
      .list(() => models.map((model) => [{ model }, 7]));
    const lines = () => linesOf(metrics, 'millrace_held');
    expect(await lines()).toEqual([
      'millrace_held_bytes{model="a"} 7',
      'millrace_held_bytes{model="b"} 7',
    ]);
    models = ['b'];
    expect(await lines()).toEqual(['millrace_held_bytes{model="b"} 7']);
  });

  it('asks what it follows at each scrape', async () => {
    const metrics = createMetrics();
    let rows = 1;
    metrics.gauge({ name: 'millrace_waiting_rows', help: 'Waiting.' }).follow({}, () => rows);
    expect(await linesOf(metrics, 'millrace_waiting')).toEqual(['millrace_waiting_rows 1']);
    rows = 5;
    expect(await linesOf(metrics, 'millrace_waiting')).toEqual(['millrace_waiting_rows 5']);
  });
});
