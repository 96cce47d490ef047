import { Worker } from 'node:worker_threads';
import { PlatformError } from '@millrace/platform';
import type { Engine, EngineAnswer } from './engine.js';
import type { EngineCall, EngineFault, EngineReply, EngineSeat } from './engine-messages.js';

interface Waiting {
  readonly resolve: (answer: EngineAnswer) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Opens an engine on a thread of its own: making a database takes seconds, and a query some milliseconds now and then, in
 * which this thread answers others.
 * @param entry the thread's entry file, which calls `serveEngine`
 * @throws whatever the engine says; PlatformError `unavailable` when its thread has ended
 */
export async function openEngineThread(entry: URL, seat: EngineSeat): Promise<Engine> {
  const worker = new Worker(entry, { workerData: seat });
  const waiting = new Map<number, Waiting>();
  let sequence = 0;
  let ended: PlatformError | undefined;
  const onEnd = (cause: unknown) => {
    ended = new PlatformError('unavailable', 'The thread of the embedded database has ended.', {
      cause,
    });
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('error', onEnd);
  worker.on('exit', () => {
    if (!ended) onEnd(undefined);
  });
  worker.on('message', (reply: EngineReply) => {
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    // Nobody waits, and so nothing keeps the process alive.
    if (waiting.size === 0) worker.unref();
    if ('answer' in reply) waiter?.resolve(reply.answer);
    else waiter?.reject(errorOf(reply.fault));
  });
  const answerTo = (id: number) =>
    new Promise<EngineAnswer>((resolve, reject) => {
      if (ended) {
        reject(ended);
        return;
      }
      waiting.set(id, { resolve, reject });
      worker.ref();
    });
  const call = (asked: EngineCall) => {
    const answer = answerTo(asked.id);
    if (!ended) worker.postMessage(asked);
    return answer;
  };
  try {
    await answerTo(0);
  } catch (caught) {
    await worker.terminate();
    throw caught;
  }
  return {
    query: (sql, parameters) => call({ id: ++sequence, kind: 'query', sql, parameters }),
    async close() {
      try {
        await call({ id: ++sequence, kind: 'close' });
      } finally {
        await worker.terminate();
      }
    },
  };
}

function errorOf({ message, stack, details }: EngineFault): Error {
  return Object.assign(new Error(message), details, stack !== undefined && { stack });
}
