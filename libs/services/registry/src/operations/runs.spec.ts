import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RunStatus, type CreateRunRequest, type UpdateRunRequest } from '@millrace/contracts';
import type { RunBody } from '@millrace/api';
import { openRegistry, type RegistryFixture } from '../testing/registry-fixture.js';

const run = (runId: string, changes: Partial<CreateRunRequest> = {}): CreateRunRequest => ({
  runId,
  experiment: 'iris',
  name: `name of ${runId}`,
  startedAt: '2026-01-01T00:00:00.000Z',
  parameters: {},
  tags: {},
  ...changes,
});

const update = (runId: string, changes: Partial<UpdateRunRequest> = {}): UpdateRunRequest => ({
  runId,
  parameters: {},
  metrics: {},
  tags: {},
  artifacts: [],
  endedAt: undefined,
  ...changes,
});

describe('runs', () => {
  let registry: RegistryFixture;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  beforeEach(() => registry.clear());
  afterAll(() => registry.close());

  const json = async <Body>(
    operationId: string,
    given: { params?: unknown; query?: unknown },
  ): Promise<Body> => ((await registry.request(operationId, given)) as { json: Body }).json;
  interface Listed {
    items: RunBody[];
    nextPageToken?: string;
  }
  const list = (query: Record<string, unknown>) =>
    json<Listed>('listRuns', { params: { name: 'iris' }, query });

  it('are made once under the id their caller chose, and keep what came since', async () => {
    await registry.tracking.createRun(run('a', { parameters: { depth: '3' } }));
    await registry.tracking.updateRun(update('a', { metrics: { f1: 0.5 } }));
    const again = await registry.tracking.createRun(run('a', { parameters: { depth: '9' } }));
    expect(again.run).toMatchObject({ parameters: { depth: '3' }, metrics: { f1: 0.5 } });
    expect((await list({})).items).toHaveLength(1);
    await expect(
      registry.tracking.createRun(run('a', { experiment: 'other' })),
    ).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('gather parameters, metrics, tags and artifacts, and end with a duration', async () => {
    await registry.tracking.createRun(run('a', { tags: { 'millrace.dataset': 'iris' } }));
    await registry.tracking.updateRun(
      update('a', {
        parameters: { trees: '20' },
        metrics: { f1: 0.5 },
        artifacts: [
          { path: 'plots/matrix.json', key: 'artifacts/iris/a/plots/matrix.json', size: 2 },
        ],
      }),
    );
    const end = update('a', {
      metrics: { f1: 0.9, accuracy: 0.8 },
      status: RunStatus.RUN_STATUS_FINISHED,
      endedAt: '2026-01-01T00:00:02.500Z',
    });
    await registry.tracking.updateRun(end);
    await registry.tracking.updateRun(end);
    expect(await json('getRun', { params: { runId: 'a' } })).toEqual({
      runId: 'a',
      experiment: 'iris',
      name: 'name of a',
      status: 'finished',
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:00:02.500Z',
      durationSeconds: 2.5,
      parameters: { trees: '20' },
      metrics: { f1: 0.9, accuracy: 0.8 },
      tags: { 'millrace.dataset': 'iris' },
      artifacts: [{ path: 'plots/matrix.json', size: 2 }],
    });
    const { run: read } = await registry.tracking.getRun({ runId: 'a' });
    expect(read?.status).toBe(RunStatus.RUN_STATUS_FINISHED);
  });

  it.each([
    [RunStatus.RUN_STATUS_FAILED, 'failed'],
    [RunStatus.RUN_STATUS_KILLED, 'killed'],
    [RunStatus.RUN_STATUS_STOPPED, 'stopped'],
    [RunStatus.RUN_STATUS_SKIPPED, 'skipped'],
  ])('that end with %s are %s', async (status, word) => {
    await registry.tracking.createRun(run('a'));
    const { run: ended } = await registry.tracking.updateRun(update('a', { status }));
    expect(ended?.status).toBe(status);
    expect(await json('getRun', { params: { runId: 'a' } })).toMatchObject({ status: word });
  });

  it('are listed newest first, page by page, each once', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => `run-${index}`);
    for (const [index, runId] of ids.entries()) {
      // Two of each start in the same millisecond: the id decides.
      const startedAt = new Date(Date.UTC(2026, 0, 1) + Math.floor(index / 2)).toISOString();
      await registry.tracking.createRun(run(runId, { startedAt }));
    }
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await list({ pageSize: '3', ...(pageToken && { pageToken }) });
      seen.push(...page.items.map(({ runId }) => runId));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(seen).toEqual([...ids].reverse());
  });

  it('can be listed by their parent', async () => {
    await registry.tracking.createRun(run('parent'));
    await registry.tracking.createRun(run('child', { parentRunId: 'parent' }));
    const { items } = await list({ parentRunId: 'parent' });
    expect(items).toMatchObject([{ runId: 'child', parentRunId: 'parent' }]);
  });

  it('are read side by side in the order asked for', async () => {
    for (const id of ['a', 'b', 'c']) await registry.tracking.createRun(run(id));
    const { items } = await json<Listed>('compareRuns', { query: { ids: 'c,a' } });
    expect(items.map(({ runId }) => runId)).toEqual(['c', 'a']);
    await expect(json('compareRuns', { query: { ids: 'a,zzz' } })).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no run "zzz".',
    });
  });

  it('group into experiments, the last changed first', async () => {
    await registry.tracking.createRun(run('a'));
    await registry.tracking.createRun(run('b', { experiment: 'penguins' }));
    await registry.tracking.createRun(run('c', { experiment: 'penguins' }));
    const { items } = await json<{ items: unknown[] }>('listExperiments', { query: {} });
    expect(items).toMatchObject([
      { name: 'penguins', runs: 2 },
      { name: 'iris', runs: 1 },
    ]);
  });

  it('give back the bytes of an artifact as a download of a type that runs nothing', async () => {
    await registry.tracking.createRun(run('a'));
    const bytes = new TextEncoder().encode('<script>alert(1)</script>');
    await registry.objects.put('artifacts/iris/a/page.html', bytes);
    await registry.tracking.updateRun(
      update('a', {
        artifacts: [{ path: 'page.html', key: 'artifacts/iris/a/page.html', size: bytes.length }],
      }),
    );
    const reply = (await registry.request('downloadArtifact', {
      params: { runId: 'a', artifact: 'page.html' },
    })) as { contentType: string; fileName: string; bytes: AsyncIterable<Uint8Array> };
    expect(reply).toMatchObject({
      contentType: 'application/octet-stream',
      fileName: 'page.html',
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of reply.bytes) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(Buffer.from(bytes));
  });

  it.each([
    ['a path outside', { path: '../etc', key: 'artifacts/iris/a/x', size: 1 }],
    ['a key of another service', { path: 'x', key: 'datasets/iris/x', size: 1 }],
    ['a key that climbs', { path: 'x', key: 'artifacts/../datasets/x', size: 1 }],
  ])('refuse an artifact with %s', async (_, artifact) => {
    await registry.tracking.createRun(run('a'));
    await expect(
      registry.tracking.updateRun(update('a', { artifacts: [artifact] })),
    ).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it.each([
    ['a figure JSON cannot write', { metrics: { f1: Number.POSITIVE_INFINITY } }],
    ['text PostgreSQL cannot keep', { parameters: { note: 'a\0b' } }],
  ])('refuse %s', async (_, changes) => {
    await registry.tracking.createRun(run('a'));
    await expect(registry.tracking.updateRun(update('a', changes))).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  it('refuse a page token of another list', async () => {
    await registry.tracking.createRun(run('a'));
    await expect(list({ pageToken: 'abc' })).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});
