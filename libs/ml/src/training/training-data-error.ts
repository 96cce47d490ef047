/** The rows, or the column to learn, do not allow training; the message says why, for people. */
export class TrainingDataError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TrainingDataError';
  }
}
