import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { linuxThread, stepBack } from './step-back.js';

describe.runIf(process.platform === 'linux')(stepBack, () => {
  it('lowers the priority of its own thread and of no other', async () => {
    const before = getPriority(linuxThread());
    const { outputFiles } = await build({
      stdin: {
        contents: `
          import { getPriority } from 'node:os';
          import { parentPort } from 'node:worker_threads';
          import { linuxThread, stepBack } from './step-back.js';
          stepBack();
          parentPort.postMessage(getPriority(linuxThread()));
        `,
        resolveDir: import.meta.dirname,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
    });
    const worker = new Worker(outputFiles[0]?.text ?? '', { eval: true });
    const lowered = await new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
    await worker.terminate();
    expect(lowered).toBe(19);
    expect(getPriority(linuxThread())).toBe(before);
  });
});
