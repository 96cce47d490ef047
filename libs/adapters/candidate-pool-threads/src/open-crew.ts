import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { runKernel, type Crew, type KernelInput, type KernelName, type KernelOutput } from '@millrace/ml';
import { place, type CrewAnswer, type CrewSeat, type CrewWork } from './crew-messages.js';

export interface CrewOptions {
  /** Entry file of the threads; it calls `serveCrew`. */
  readonly worker: URL;
  /** Threads at work, the calling one included. */
  readonly size: number;
}

export interface ThreadCrew extends Crew {
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
export function openCrew({ worker, size }: CrewOptions): ThreadCrew {
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

  function run<Name extends KernelName>(
    kernel: Name,
    input: KernelInput<Name>,
  ): KernelOutput<Name>[] {
    if (size === 1) return [runKernel(kernel, input, { index: 0, size })];
    if (members.length === 0) members = start();
    Atomics.store(control, place.finished, 0);
    const work: CrewWork = { kernel, input };
    for (const { port } of members) port.postMessage(work);
    Atomics.add(control, place.work, 1);
    Atomics.notify(control, place.work);
    try {
      const own = runKernel(kernel, input, { index: 0, size });
      for (;;) {
        const finished = Atomics.load(control, place.finished);
        if (finished === members.length) break;
        Atomics.wait(control, place.finished, finished);
      }
      return [own, ...members.map((member) => outputOf<KernelOutput<Name>>(member))];
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

function outputOf<Output>({ port }: Member): Output {
  const received = receiveMessageOnPort(port) as { message: CrewAnswer } | undefined;
  if (!received) throw new Error('A thread of the crew did not answer.');
  if ('error' in received.message) throw new Error(received.message.error);
  return received.message.output as Output;
}
