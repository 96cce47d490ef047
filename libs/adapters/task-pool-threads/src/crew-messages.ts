import type { MessagePort } from 'node:worker_threads';

/** The place of one thread among those that work together. */
export interface Post {
  /** 0 is the thread that asked for the work. */
  readonly index: number;
  readonly size: number;
}

/** Does one thread's part of a piece of work. */
export type KernelRunner = (kernel: string, input: unknown, post: Post) => unknown;

/** What a crew's thread is started with. */
export interface CrewSeat {
  /** Control words in shared memory: which piece of work is the newest, and how many have finished it. */
  readonly control: Int32Array;
  readonly index: number;
  readonly size: number;
  readonly port: MessagePort;
}

export const place = { work: 0, finished: 1 } as const;

export interface CrewWork {
  readonly kernel: string;
  readonly input: unknown;
}

export type CrewAnswer = { readonly output: unknown } | { readonly error: string };
