import { describe, expect, it } from 'vitest';
import { describeSide } from './drift-side.js';
import { metricLabel, shortDigest } from './names.js';
import { formatBytes, formatCount, formatMetric, formatNumber, formatShare } from './numbers.js';
import { formatAgo, formatSeconds, secondsBetween } from './times.js';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [12, '12'],
    [1234567, '1,234,567'],
    [0.123456, '0.1235'],
    [-3.14159, '-3.142'],
    [0.0000123, '1.230e-5'],
    [1e12, '1.000e12'],
    [Number.NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('keeps metrics at three decimals and shows a missing one as a dash', () => {
    expect(formatMetric(0.98765)).toBe('0.988');
    expect(formatMetric(1)).toBe('1.000');
    expect(formatMetric(undefined)).toBe('–');
    expect(formatMetric(Number.NaN)).toBe('–');
  });

  it('writes counts, shares and sizes', () => {
    expect(formatCount(12345)).toBe('12,345');
    expect(formatShare(0.1234)).toBe('12.3%');
    expect(formatBytes(512)).toBe('512 B');
    expect(formatBytes(2048)).toBe('2.0 KiB');
    expect(formatBytes(5 * 2 ** 30)).toBe('5.0 GiB');
  });
});

describe('times', () => {
  it.each([
    [0.0123, '12 ms'],
    [0.9999, '1.0 s'],
    [12.34, '12.3 s'],
    [59.97, '1 min 0 s'],
    [245, '4 min 5 s'],
    [7380, '2 h 3 min'],
  ])('writes %d seconds as %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));

  it.each([
    [3, 'just now'],
    [45, '45 s ago'],
    [125, '2 min ago'],
    [7200, '2 h ago'],
    [86_400, 'yesterday'],
    [3 * 86_400, '3 days ago'],
    [-60, 'just now'],
  ])('writes an instant %d seconds back as %s', (seconds, text) => {
    const now = Date.parse('2026-02-03T04:05:06Z');
    expect(formatAgo(new Date(now - seconds * 1000).toISOString(), now)).toBe(text);
  });

  it('has no duration before the end is known', () => {
    expect(secondsBetween('2026-01-01T00:00:00Z', undefined)).toBeUndefined();
    expect(secondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z')).toBe(60);
  });
});

describe('names', () => {
  it('knows the metrics, and leaves those of others as they are', () => {
    expect(metricLabel('balancedAccuracy')).toBe('Balanced accuracy');
    expect(metricLabel('hinge')).toBe('hinge');
    expect(shortDigest('0123456789abcdef')).toBe('0123456789ab');
  });

  it('says what the sides of a drift report are', () => {
    expect(describeSide({ dataset: 'iris', version: 2 })).toBe('iris v2');
    expect(describeSide({ dataset: 'iris' })).toBe('iris');
    expect(describeSide({ model: 'iris', version: 1 })).toBe('training data of iris v1');
    expect(describeSide({ predictions: { model: 'iris', from: '2026-01-02T03:04:05Z' } })).toBe(
      'predictions of iris from 2026-01-02 03:04',
    );
  });
});
