/** Bytes that are no Arrow IPC stream or file, a damaged one, or one of a kind that is not read here. */
export class ArrowFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArrowFormatError';
  }
}
