import { describe, expect, it } from 'vitest';
import { Reconnecting } from './reconnecting.js';

/** A client that connects when it is told to. */
function client() {
  let connect: () => void = () => undefined;
  const connecting = new Promise<void>((resolve) => {
    connect = resolve;
  });
  const disconnected: true[] = [];
  return {
    connect: () => connecting,
    disconnect: () => Promise.resolve(void disconnected.push(true)),
    succeed: () => connect(),
    disconnected,
  };
}

describe(Reconnecting, () => {
  it('disconnects what is connected when it is closed', async () => {
    const only = client();
    const reconnecting = new Reconnecting(() => only);
    only.succeed();
    await reconnecting.get();
    await reconnecting.close();
    expect(only.disconnected).toHaveLength(1);
  });

  it('closes without waiting for a connection under way, which is given up once it is there', async () => {
    const slow = client();
    const reconnecting = new Reconnecting(() => slow);
    const got = reconnecting.get();
    await reconnecting.close();
    expect(slow.disconnected).toHaveLength(0);
    slow.succeed();
    await got;
    expect(slow.disconnected).toHaveLength(1);
  });

  it('makes a new client after one that was given up', async () => {
    const clients = [client(), client()];
    const made: number[] = [];
    const reconnecting = new Reconnecting(() => {
      made.push(made.length);
      return clients[made.length - 1] ?? client();
    });
    for (const each of clients) each.succeed();
    const first = await reconnecting.get();
    reconnecting.drop(first);
    await Promise.resolve();
    await Promise.resolve();
    expect(await reconnecting.get()).toBe(clients[1]);
  });
});
