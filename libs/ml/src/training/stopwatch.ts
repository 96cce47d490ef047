/** Time since some moment, in milliseconds. */
export type Stopwatch = () => number;
