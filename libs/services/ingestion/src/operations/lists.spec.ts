import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openIngestion,
  type IngestionFixture,
  type JsonReply,
} from '../testing/ingestion-fixture.js';

interface ListBody {
  readonly items: Record<string, unknown>[];
  readonly nextPageToken?: string;
}

let ingestion: IngestionFixture;
beforeAll(async () => {
  ingestion = await openIngestion();
  for (const name of ['b', 'a', 'c']) {
    for (let version = 1; version <= 3; version++) {
      await ingestion.upload(name, `x,y\n${version},p\n2,q\n`);
    }
  }
});
afterAll(() => ingestion.close());

async function pages(operationId: string, params: unknown, pageSize: number): Promise<ListBody[]> {
  const found: ListBody[] = [];
  let pageToken: string | undefined;
  do {
    const query = { pageSize: String(pageSize), ...(pageToken !== undefined && { pageToken }) };
    const reply = (await ingestion.request(operationId, { params, query })) as JsonReply<ListBody>;
    found.push(reply.json);
    pageToken = reply.json.nextPageToken;
  } while (pageToken !== undefined);
  return found;
}

describe('lists', () => {
  it('show datasets by name, with their newest version, page by page', async () => {
    const found = await pages('listDatasets', {}, 2);
    expect(found.map(({ items }) => items.length)).toEqual([2, 1]);
    const items = found.flatMap((page) => page.items);
    expect(items.map(({ name, latestVersion }) => [name, latestVersion])).toEqual([
      ['a', 3],
      ['b', 3],
      ['c', 3],
    ]);
  });

  it('show versions newest first, and no empty last page', async () => {
    expect((await pages('listDatasetVersions', { name: 'a' }, 3)).length).toBe(1);
    const found = await pages('listDatasetVersions', { name: 'a' }, 2);
    expect(found.flatMap(({ items }) => items).map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  it('refuse a page token of another list, and a dataset that is not there', async () => {
    const [first] = await pages('listDatasets', {}, 2);
    const query = { pageToken: first?.nextPageToken };
    await expect(
      ingestion.request('listDatasetVersions', { params: { name: 'a' }, query }),
    ).rejects.toMatchObject({ code: 'invalid_argument', faults: [{ field: 'pageToken' }] });
    await expect(
      ingestion.request('listDatasetVersions', { params: { name: 'nobody' } }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(['getDatasetVersion', 'downloadDatasetVersion', 'getDatasetProfile', 'getDvcFile'])(
    '%s finds no version that is not there',
    async (operationId) => {
      for (const params of [
        { name: 'a', version: '4' },
        { name: 'nobody', version: '1' },
      ]) {
        await expect(ingestion.request(operationId, { params })).rejects.toMatchObject({
          code: 'not_found',
        });
      }
    },
  );
});
