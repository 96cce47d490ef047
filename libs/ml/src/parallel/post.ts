/** The place of one thread among those that run a kernel together. */
export interface Post {
  /** 0 is the thread that asked for the work. */
  readonly index: number;
  readonly size: number;
}
