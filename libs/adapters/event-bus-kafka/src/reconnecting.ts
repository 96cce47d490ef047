interface Connectable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** A client that is connected when first wanted, and replaced by a new one after it has failed. */
export class Reconnecting<Client extends Connectable> {
  readonly #create: () => Client;
  #current: Promise<Client> | undefined;
  #connected: Client | undefined;

  constructor(create: () => Client) {
    this.#create = create;
  }

  get(): Promise<Client> {
    if (this.#current) return this.#current;
    const client = this.#create();
    const connected = client.connect().then(() => {
      if (this.#current === connected) this.#connected = client;
      else void client.disconnect().catch(() => undefined);
      return client;
    });
    this.#current = connected;
    connected.catch(() => {
      if (this.#current === connected) this.#current = undefined;
      void client.disconnect().catch(() => undefined);
    });
    return connected;
  }

  /** Gives up a client that failed; those who still use it finish with it. */
  drop(failed: Client): void {
    const current = this.#current;
    void current?.then(
      (client) => {
        if (client !== failed || this.#current !== current) return;
        this.#current = undefined;
        this.#connected = undefined;
        void client.disconnect().catch(() => undefined);
      },
      () => undefined,
    );
  }

  /** Disconnects. A connection that is under way is waited for by nobody: to one that is away it takes long. */
  async close(): Promise<void> {
    const connected = this.#connected;
    this.#current = undefined;
    this.#connected = undefined;
    await connected?.disconnect().catch(() => undefined);
  }
}
