import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of a folder with their sizes in bytes, in the order of their last use. */
export class FileSizes {
  // The order of insertion is that of the last use.
  readonly #sizes = new Map<string, number>();

  /** As the files' own times say. */
  static async read(folder: string): Promise<FileSizes> {
    const found = await Promise.all(
      (await readdir(folder)).map(async (name) => ({
        name,
        about: await stat(join(folder, name)),
      })),
    );
    found.sort((a, b) => a.about.mtimeMs - b.about.mtimeMs);
    const sizes = new FileSizes();
    for (const { name, about } of found) sizes.set(name, about.size);
    return sizes;
  }

  has(name: string): boolean {
    return this.#sizes.has(name);
  }

  set(name: string, size: number): void {
    this.#sizes.set(name, size);
  }

  delete(name: string): void {
    this.#sizes.delete(name);
  }

  /** Makes it the one that was used last. */
  use(name: string): void {
    const size = this.#sizes.get(name);
    if (size === undefined) return;
    this.#sizes.delete(name);
    this.#sizes.set(name, size);
  }

  /** The files to go so that the others take `room` bytes at most: those that were used longest ago. */
  pastRoom(room: number): string[] {
    let total = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    const past: string[] = [];
    for (const [name, size] of this.#sizes) {
      if (total <= room) break;
      past.push(name);
      total -= size;
    }
    return past;
  }
}
