import type { Admin } from 'kafkajs';

/** Creates topics that are not there yet; each is asked for once. */
export class Topics {
  readonly #admin: () => Promise<Admin>;
  readonly #shape: { readonly numPartitions: number; readonly replicationFactor: number };
  readonly #known = new Map<string, Promise<void>>();

  constructor(
    admin: () => Promise<Admin>,
    shape: { readonly numPartitions: number; readonly replicationFactor: number },
  ) {
    this.#admin = admin;
    this.#shape = shape;
  }

  async ensure(topics: readonly string[]): Promise<void> {
    await Promise.all(topics.map((topic) => this.#ensureOne(topic)));
  }

  #ensureOne(topic: string): Promise<void> {
    const known = this.#known.get(topic);
    if (known) return known;
    const created = this.#create(topic);
    this.#known.set(topic, created);
    created.catch(() => this.#known.delete(topic));
    return created;
  }

  async #create(topic: string): Promise<void> {
    const admin = await this.#admin();
    // Resolves to false when the topic exists, whatever its shape.
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, ...this.#shape }] });
  }
}
