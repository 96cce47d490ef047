import { PlatformError } from '@millrace/platform';

/** Characters of one line at most: without an end, it would gather the whole stream. */
const maxLineLength = 2 ** 20;

/** Cuts a text that comes in pieces into lines; blank ones are left out. */
export class TextLines {
  #rest = '';

  /** The lines that this piece completes. @throws PlatformError `invalid_argument` for a line that is too long */
  push(text: string): string[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > maxLineLength) {
      throw new PlatformError(
        'invalid_argument',
        `A line is longer than ${maxLineLength} characters.`,
      );
    }
    return lines.filter(isNotBlank);
  }

  /** The last line, when it has no end. */
  finish(): string[] {
    return [this.#rest].filter(isNotBlank);
  }
}

function isNotBlank(line: string): boolean {
  return line.trim() !== '';
}
