/** `reset` by us; `left` by the peer, which waits no more. */
export type Ending = 'answered' | 'reset' | 'left';

/** How the last streams of a connection came to their end: what still comes for one is judged by that. */
export class ClosedStreams {
  /** A stream that we have reset stands here below zero. */
  readonly #last = new Int32Array(128);
  #next = 0;

  add(streamId: number, ending: Ending): void {
    this.#last[this.#next] = ending === 'reset' ? -streamId : streamId;
    this.#next = (this.#next + 1) % this.#last.length;
  }

  /** `undefined` for one that was never opened, or closed long ago. */
  endingOf(streamId: number): 'reset' | 'closed' | undefined {
    if (this.#last.includes(-streamId)) return 'reset';
    return this.#last.includes(streamId) ? 'closed' : undefined;
  }
}
