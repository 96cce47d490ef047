import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChampionScore, TrainingCompleted } from '@millrace/contracts';
import { openRegistry, registration, type RegistryFixture } from '../testing/registry-fixture.js';

const completed = (
  modelVersion: number,
  f1: number,
  champion?: ChampionScore,
): TrainingCompleted => ({
  trainingRunId: `training-${modelVersion}`,
  dataset: 'iris',
  datasetVersion: modelVersion,
  model: 'iris',
  modelVersion,
  algorithm: 'mljs-logistic-regression',
  metric: 'f1',
  holdoutMetrics: { f1 },
  ...(champion && { champion }),
});

describe('judging a finished training', () => {
  let registry: RegistryFixture;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  beforeEach(async () => {
    await registry.clear();
    await registry.models.registerModelVersion(registration());
    await registry.models.registerModelVersion(registration({ runId: 'run-2' }));
  });
  afterAll(() => registry.close());

  const promotions = async () =>
    (await registry.events())
      .filter(({ type }) => type === 'model.promoted')
      .map(({ data }) => data);
  const gateOf = async (version: number) => {
    const reply = await registry.request('getModelVersion', { params: { name: 'iris', version } });
    return (reply as { json: { gate?: { decision: string; reasons: string[] } } }).json.gate;
  };

  it('makes the first version champion, once, however often the event arrives', async () => {
    await registry.deliver('event-1', 'training.completed', completed(1, 0.9));
    await registry.deliver('event-1', 'training.completed', completed(1, 0.9));
    expect(await promotions()).toMatchObject([{ model: 'iris', version: 1, alias: 'champion' }]);
    expect(await gateOf(1)).toMatchObject({ decision: 'promoted' });
    const { version } = await registry.models.getModelVersion({
      model: 'iris',
      selector: { $case: 'alias', value: 'champion' },
    });
    expect(version).toMatchObject({ version: 1, aliases: ['champion'] });
  });

  it('moves champion to a better version and names the one before', async () => {
    await registry.deliver('event-1', 'training.completed', completed(1, 0.9));
    await registry.deliver(
      'event-2',
      'training.completed',
      completed(2, 0.95, { version: 1, holdoutMetrics: { f1: 0.8 } }),
    );
    expect((await promotions())[1]).toMatchObject({ version: 2, previousVersion: 1 });
    expect((await gateOf(2))?.reasons[0]).toContain('0.95 against 0.8');
  });

  it('keeps the reason for a refusal on the version', async () => {
    await registry.deliver('event-1', 'training.completed', completed(1, 0.9));
    await registry.deliver(
      'event-2',
      'training.completed',
      completed(2, 0.9, { version: 1, holdoutMetrics: { f1: 0.9 } }),
    );
    expect(await promotions()).toHaveLength(1);
    expect(await gateOf(2)).toMatchObject({
      decision: 'refused',
      reasons: [expect.stringContaining('0.9 against 0.9') as string],
    });
  });

  it('judges a version once, even by two events', async () => {
    await registry.deliver('event-1', 'training.completed', completed(1, 0.9));
    const before = await gateOf(1);
    await registry.deliver('event-2', 'training.completed', completed(1, 0.1));
    expect(await gateOf(1)).toEqual(before);
  });

  it('waits for a version that is not registered yet', async () => {
    const delivered = registry.deliver('event-3', 'training.completed', completed(3, 0.9));
    await registry.models.registerModelVersion(registration({ runId: 'run-3' }));
    await delivered;
    await vi.waitFor(async () => expect(await promotions()).toMatchObject([{ version: 3 }]));
  });
});

describe('pointing an alias by hand', () => {
  let registry: RegistryFixture;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  beforeEach(async () => {
    await registry.clear();
    await registry.models.registerModelVersion(registration());
  });
  afterAll(() => registry.close());

  const put = (alias: string, version: number, name = 'iris') =>
    registry.request('setAlias', { params: { name, alias }, body: { version } });

  it('moves it past the gates, keeps who did it, and says so once', async () => {
    expect(await put('champion', 1)).toMatchObject({ json: { aliases: { champion: 1 } } });
    await put('champion', 1);
    await registry.models.registerModelVersion(registration({ runId: 'run-2' }));
    await put('champion', 2);
    await put('champion', 1);
    const changes = await registry.db
      .selectFrom('alias_change')
      .selectAll()
      .orderBy('id')
      .execute();
    expect(changes).toMatchObject([
      { version: 1, previous_version: null, actor: 'local' },
      { version: 2, previous_version: 1, actor: 'local' },
      { version: 1, previous_version: 2, actor: 'local' },
    ]);
    const promoted = (await registry.events()).filter(({ type }) => type === 'model.promoted');
    expect(promoted.map(({ data }) => data['version'])).toEqual([1, 2, 1]);
  });

  it('refuses a version or model that is not there, and the reserved name', async () => {
    await expect(put('champion', 9)).rejects.toMatchObject({ code: 'not_found' });
    await expect(put('champion', 1, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
    await expect(put('Latest', 1)).rejects.toMatchObject({ code: 'invalid_argument' });
  });

  it('moves it for a service that knows where it points, with the reason, and for no other', async () => {
    await registry.models.registerModelVersion(registration({ runId: 'run-2' }));
    await put('champion', 2);
    const back = { model: 'iris', alias: 'champion', version: 1, expectedVersion: 2 };
    const reason = 'Rolled back: 12 % of 200 requests failed.';
    expect(await registry.models.moveAlias({ ...back, reason })).toMatchObject({
      model: { aliases: { champion: 1 } },
    });
    await expect(registry.models.moveAlias({ ...back, reason })).rejects.toMatchObject({
      code: 'failed_precondition',
      message: expect.stringContaining('points at version 1, not at version 2') as string,
    });
    await expect(registry.models.moveAlias({ ...back, reason: '' })).rejects.toMatchObject({
      code: 'invalid_argument',
      faults: [{ field: 'reason' }],
    });
    const promoted = (await registry.events()).filter(({ type }) => type === 'model.promoted');
    expect(promoted.at(-1)).toMatchObject({ data: { version: 1, previousVersion: 2, reason } });
  });
});
