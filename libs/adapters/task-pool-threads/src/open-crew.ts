import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import {
  place,
  type CrewAnswer,
  type CrewSeat,
  type CrewWork,
  type KernelRunner,
} from './crew-messages.js';

export interface CrewOptions {
  /** Entry file of the threads; it calls `serveCrew`. */
  readonly worker: URL;
  /** Threads at work, the calling one included. */
  readonly size: number;
  /** What the calling thread does as its own part. */
  readonly run: KernelRunner;
}

export interface ThreadCrew {
  /** Threads at work, the calling one included. */
  readonly size: number;
  /**
   * Has every thread do its part and waits for all of them.
   * @returns what each made, the calling thread's first
   * @throws Error when one of them failed
   */
  run(kernel: string, input: unknown): unknown[];
  /** Ends the threads. */
  close(): Promise<void>;
}

interface Member {
  readonly thread: Worker;
  readonly port: MessagePort;
}

/**
 * A crew of worker threads beside the calling one, started with the first piece of work. The caller blocks while they
 * work: for threads that have nothing else to do.
 */
export function openCrew({ worker, size, run: runOwn }: CrewOptions): ThreadCrew {
  const control = new Int32Array(new SharedArrayBuffer(8));
  let members: Member[] = [];

  const start = (): Member[] =>
    Array.from({ length: size - 1 }, (_, other) => {
      const { port1, port2 } = new MessageChannel();
      const seat: CrewSeat = { control, index: other + 1, size, port: port2 };
      const thread = new Worker(worker, { workerData: seat, transferList: [port2] });
      thread.unref();
      return { thread, port: port1 };
    });

  /** What one of them did not do is not known any more: the next piece of work begins with new ones. */
  const dismiss = (): Promise<unknown> => {
    const leaving = members;
    members = [];
    Atomics.store(control, place.work, 0);
    return Promise.all(leaving.map(({ thread }) => thread.terminate()));
  };

  function run(kernel: string, input: unknown): unknown[] {
    if (size === 1) return [runOwn(kernel, input, { index: 0, size })];
    if (members.length === 0) members = start();
    Atomics.store(control, place.finished, 0);
    const work: CrewWork = { kernel, input };
    for (const { port } of members) port.postMessage(work);
    Atomics.add(control, place.work, 1);
    Atomics.notify(control, place.work);
    try {
      const own = runOwn(kernel, input, { index: 0, size });
      for (;;) {
        const finished = Atomics.load(control, place.finished);
        if (finished === members.length) break;
        Atomics.wait(control, place.finished, finished);
      }
      return [own, ...members.map(outputOf)];
    } catch (error) {
      void dismiss();
      throw error;
    }
  }

  return {
    size,
    run,
    close: async () => {
      await dismiss();
    },
  };
}

function outputOf({ port }: Member): unknown {
  const received = receiveMessageOnPort(port) as { message: CrewAnswer } | undefined;
  if (!received) throw new Error('A thread of the crew did not answer.');
  if ('error' in received.message) throw new Error(received.message.error);
  return received.message.output;
}
