import { readConfig } from '@millrace/platform';
import { describe, expect, it } from 'vitest';
import { inferenceLimits } from './inference-limits.js';
import { processConfigSchema } from './process-config.js';

const limits = (environment: Readonly<Record<string, string>>) =>
  inferenceLimits(readConfig(processConfigSchema, environment));

describe(inferenceLimits, () => {
  it('leaves out what is not set', () => {
    expect(limits({})).toEqual({});
  });

  it('takes what is set', () => {
    expect(
      limits({
        MILLRACE_INFERENCE_CONCURRENCY: '8',
        MILLRACE_INFERENCE_QUEUE: '0',
        MILLRACE_INFERENCE_QUEUE_MS: '250',
        MILLRACE_INFERENCE_RATE: '0.5',
        MILLRACE_INFERENCE_MODEL_MIB: '0.25',
      }),
    ).toEqual({
      concurrent: 8,
      queued: 0,
      waitMs: 250,
      modelBytes: 262_144,
      rate: { perSecond: 0.5, burst: 1 },
    });
    expect(limits({ MILLRACE_INFERENCE_RATE: '50', MILLRACE_INFERENCE_BURST: '500' })).toEqual({
      rate: { perSecond: 50, burst: 500 },
    });
  });

  it.each([
    ['MILLRACE_INFERENCE_CONCURRENCY', '0'],
    ['MILLRACE_INFERENCE_QUEUE', '-1'],
    ['MILLRACE_INFERENCE_RATE', '0'],
    ['MILLRACE_INFERENCE_BURST', '0.5'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => limits({ [name]: value })).toThrow(name);
  });
});
