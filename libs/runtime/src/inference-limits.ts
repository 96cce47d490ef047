import type { ProcessConfig } from './process-config.js';

/** What the variables say of how much an inference process takes on; what is not set is left out. */
export function inferenceLimits(config: ProcessConfig) {
  const perSecond = config.MILLRACE_INFERENCE_RATE;
  return {
    ...(config.MILLRACE_INFERENCE_CONCURRENCY !== undefined && {
      concurrent: config.MILLRACE_INFERENCE_CONCURRENCY,
    }),
    ...(config.MILLRACE_INFERENCE_QUEUE !== undefined && {
      queued: config.MILLRACE_INFERENCE_QUEUE,
    }),
    ...(config.MILLRACE_INFERENCE_QUEUE_MS !== undefined && {
      waitMs: config.MILLRACE_INFERENCE_QUEUE_MS,
    }),
    ...(config.MILLRACE_INFERENCE_MODEL_MIB !== undefined && {
      modelBytes: config.MILLRACE_INFERENCE_MODEL_MIB * 2 ** 20,
    }),
    ...(perSecond !== undefined && {
      // A second's worth at once, unless told otherwise.
      rate: { perSecond, burst: config.MILLRACE_INFERENCE_BURST ?? Math.max(1, perSecond) },
    }),
  };
}
