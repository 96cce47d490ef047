import { readdir } from 'node:fs/promises';
import { Client } from 'minio';
import { describe, expect, it } from 'vitest';
import { describeObjectStore, temporaryFolder, uniqueName } from '@millrace/testing';
import { openS3ObjectStore } from './s3-object-store.js';

interface Server {
  readonly name: string;
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

const servers = JSON.parse(process.env['MILLRACE_TEST_S3'] ?? '[]') as readonly Server[];

it('has two servers to test against', () => {
  expect(servers.map(({ name }) => name).sort()).toEqual(['minio', 's3proxy']);
});

for (const { name, ...server } of servers) {
  const bucket = uniqueName('contract').replace('_', '-');
  const { hostname, port } = new URL(server.endpoint);
  const client = new Client({
    endPoint: hostname,
    port: Number(port),
    useSSL: false,
    accessKey: server.accessKey,
    secretKey: server.secretKey,
  });
  const openStore = async () =>
    openS3ObjectStore({ ...server, bucket, useTls: false, scratchFolder: await temporaryFolder() });

  describeObjectStore(`S3 (${name})`, async () => ({
    store: await openStore(),
    async flipBit(key) {
      const { metaData } = await client.statObject(bucket, key);
      const parts: Buffer[] = [];
      for await (const part of await client.getObject(bucket, key)) parts.push(part as Buffer);
      const body = Buffer.concat(parts);
      body[1000] = (body[1000] ?? 0) ^ 1;
      await client.putObject(bucket, key, body, body.length, {
        'x-amz-meta-sha256': String(metaData['sha256']),
      });
    },
  }));

  describe(`openS3ObjectStore (${name})`, () => {
    it('lets several processes create the bucket at once', async () => {
      const fresh = uniqueName('race').replace('_', '-');
      const scratchFolder = await temporaryFolder();
      const open = () =>
        openS3ObjectStore({ ...server, bucket: fresh, useTls: false, scratchFolder });
      const stores = await Promise.all([open(), open(), open()]);
      for (const store of stores) await expect(store.check()).resolves.toBeUndefined();
    });

    // s3proxy over files looks first and writes later, so there this holds within one process only.
    if (name === 'minio') {
      it('lets exactly one of many processes create an object', async () => {
        const stores = await Promise.all([1, 2, 3, 4].map(() => openStore()));
        for (let round = 0; round < 5; round++) {
          const key = uniqueName('race');
          const outcomes = await Promise.all(
            stores.map(async (store) => {
              const staged = await store.stage();
              await staged.write(Uint8Array.of(round));
              return staged.commitIfAbsent(key);
            }),
          );
          expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
        }
      });
    }

    it('leaves nothing on this host', async () => {
      const scratchFolder = await temporaryFolder();
      const store = await openS3ObjectStore({ ...server, bucket, useTls: false, scratchFolder });
      const key = uniqueName('scratch');
      await store.put(key, new Uint8Array(10));
      const staged = await store.stage();
      await staged.commitIfAbsent(key);
      expect(await readdir(scratchFolder)).toEqual([]);
    });

    it('says which rights to check when the keys are wrong', async () => {
      const opening = openS3ObjectStore({
        ...server,
        secretKey: 'wrong-secret-key',
        bucket,
        useTls: false,
        scratchFolder: await temporaryFolder(),
      });
      await expect(opening).rejects.toMatchObject({ code: 'failed_precondition' });
    });
  });
}
