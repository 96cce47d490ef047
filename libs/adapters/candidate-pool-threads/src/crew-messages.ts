/** What a crew's thread is started with. */
export interface CrewSeat {
  /** Control words in shared memory: which piece of work is the newest, and how many have finished it. */
  readonly control: Int32Array;
  readonly index: number;
  readonly size: number;
  readonly port: import('node:worker_threads').MessagePort;
}

export const place = { work: 0, finished: 1 } as const;

export interface CrewWork {
  readonly kernel: string;
  readonly input: unknown;
}

export type CrewAnswer = { readonly output: unknown } | { readonly error: string };
