import type { Journal, JournalOutcome } from '@millrace/ports';

/** A journal whose disk can be made to hang, which keeps requests in work. */
export class SlowJournal implements Journal {
  readonly #journal: Journal;
  #held: (() => void)[] | undefined;
  /** Records that were handed in. */
  appended = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** From now on nothing is kept until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const go of held) go();
  }

  async append(...record: Parameters<Journal['append']>): Promise<JournalOutcome> {
    this.appended++;
    const held = this.#held;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
    return this.#journal.append(...record);
  }

  seal(): ReturnType<Journal['seal']> {
    return this.#journal.seal();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}
