/** A table lacks columns that a model takes, or has them of another kind. */
export class SignatureMismatch extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SignatureMismatch';
  }
}
