import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeAws } from './testing/fake-aws.js';
import { fakeHost, type FakeHost } from './testing/fake-host.js';

let host: FakeHost;
beforeEach(async () => {
  host = await fakeHost();
});
afterEach(() => host.remove());

const send = async (answers: Parameters<typeof fakeAws>[1], environment: object = {}) =>
  host.run('send-deployment', [], {
    ...(await fakeAws(host, answers)),
    APP: 'inference',
    DIGEST: `sha256:${'a'.repeat(64)}`,
    ENVIRONMENT: 'production',
    DOCUMENT: 'millrace-deploy',
    ...environment,
  });

describe('send-deployment', () => {
  it('waits for the hosts and prints what they said', async () => {
    const { code, output } = await send({
      statuses: ['Pending', 'InProgress', 'Success'],
      targets: 1,
    });
    expect([code, output]).toEqual([0, expect.stringContaining('i-1 Success it runs')]);
    expect(await host.calls()).toContain('app=inference,digest=sha256:aaaa');
  });

  it.each(['Failed', 'Cancelled', 'TimedOut'])(
    'fails when the command ends as %s',
    async (status) => {
      const { code, output } = await send({ statuses: [status], targets: 1 });
      expect([code, output]).toEqual([1, expect.stringContaining(`ended as ${status}`)]);
    },
  );

  it('fails when no host was asked', async () => {
    const { code, output } = await send({ statuses: ['Success'], targets: 0 });
    expect([code, output]).toEqual([1, expect.stringContaining('no host is tagged')]);
  });

  it('gives up in time', async () => {
    const { code, output } = await send(
      { statuses: ['InProgress'], targets: 1 },
      { MILLRACE_SEND_SECONDS: '0' },
    );
    expect([code, output]).toEqual([1, expect.stringContaining('not answered in time')]);
  });

  it('refuses a digest that is none, and asks nobody', async () => {
    const { code } = await send({ statuses: ['Success'], targets: 1 }, { DIGEST: 'latest' });
    expect(code).toBe(1);
    expect(await host.calls()).toBe('');
  });
});
