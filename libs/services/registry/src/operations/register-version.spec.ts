import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RunStatus } from '@millrace/contracts';
import { openRegistry, registration, type RegistryFixture } from '../testing/registry-fixture.js';

describe('registering a model version', () => {
  let registry: RegistryFixture;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  beforeEach(() => registry.clear());
  afterAll(() => registry.close());

  it('numbers versions 1, 2, … without gaps when many register at once', async () => {
    const runs = Array.from({ length: 12 }, (_, index) => `run-${index}`);
    const answers = await Promise.all(
      runs.map((runId) => registry.models.registerModelVersion(registration({ runId }))),
    );
    const numbers = answers.map(({ version }) => version?.version).sort((a, b) => a! - b!);
    expect(numbers).toEqual(runs.map((_, index) => index + 1));
  });

  it('gives a run the version it made before, and says so once', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => registry.models.registerModelVersion(registration())),
    );
    expect(answers.map(({ version }) => version?.version)).toEqual([1, 1, 1]);
    expect(await registry.events()).toEqual([
      {
        type: 'model.registered',
        data: { model: 'iris', version: 1, runId: 'run-1', sha256: 'a'.repeat(64) },
      },
    ]);
  });

  it('leaves no gap behind a registration that was refused', async () => {
    await registry.models.registerModelVersion(registration());
    await expect(
      registry.models.registerModelVersion(registration({ runId: 'run-2', sha256: 'nonsense' })),
    ).rejects.toMatchObject({ code: 'invalid_argument', faults: [{ field: 'sha256' }] });
    const { version } = await registry.models.registerModelVersion(
      registration({ runId: 'run-3' }),
    );
    expect(version?.version).toBe(2);
  });

  it('numbers each model by itself, and refuses one run for two models', async () => {
    await registry.models.registerModelVersion(registration());
    const other = registration({ model: 'penguins', runId: 'run-2' });
    expect((await registry.models.registerModelVersion(other)).version?.version).toBe(1);
    await expect(
      registry.models.registerModelVersion(registration({ model: 'penguins' })),
    ).rejects.toMatchObject({ code: 'already_exists' });
  });

  it.each([
    ['signatureJson', { signatureJson: '{' }],
    ['signatureJson', { signatureJson: '{"inputs":[]}' }],
    ['modelKey', { modelKey: 'datasets/iris/secret' }],
    ['modelKey', { modelKey: 'models/../datasets/secret' }],
    ['model', { model: '../iris' }],
    ['lineage', { lineage: undefined }],
    ['holdoutMetrics', { holdoutMetrics: { f1: Number.NaN } }],
  ])('refuses a bad %s by its name', async (field, changes) => {
    await expect(registry.models.registerModelVersion(registration(changes))).rejects.toMatchObject(
      {
        code: 'invalid_argument',
        faults: expect.arrayContaining([
          expect.objectContaining({ field: expect.stringContaining(field) as string }),
        ]) as unknown[],
      },
    );
    expect((await registry.models.listModels({ pageSize: 0, pageToken: '' })).models).toEqual([]);
  });

  it('returns what was registered, by number and with its lineage', async () => {
    await registry.models.registerModelVersion(registration());
    const { version } = await registry.models.getModelVersion({
      model: 'iris',
      selector: { $case: 'version', value: 1 },
    });
    const { signatureJson, ...rest } = registration();
    expect(version).toMatchObject({ ...rest, version: 1, aliases: [] });
    expect(JSON.parse(version?.signatureJson ?? '')).toEqual(JSON.parse(signatureJson));
    const reply = await registry.request('getModelVersion', {
      params: { name: 'iris', version: '1' },
    });
    expect(reply).toMatchObject({
      status: 200,
      json: { model: 'iris', version: 1, lineage: { dataset: 'iris', seed: 7 } },
    });
  });

  it('finds the version that a run made, and says where it made none', async () => {
    await registry.models.registerModelVersion(registration());
    const made = (runId: string) =>
      registry.models.getModelVersion({
        model: 'iris',
        selector: { $case: 'runId', value: runId },
      });
    expect((await made('run-1')).version).toMatchObject({ version: 1, runId: 'run-1' });
    await expect(made('run-2')).rejects.toMatchObject({
      code: 'not_found',
      message: 'The run "run-2" made no version of the model "iris".',
    });
  });

  it.each([
    RunStatus.RUN_STATUS_KILLED,
    RunStatus.RUN_STATUS_FAILED,
    RunStatus.RUN_STATUS_STOPPED,
    RunStatus.RUN_STATUS_SKIPPED,
  ])(
    'is refused of a run that has ended as %s, and repeated of one that was registered before',
    async (status) => {
      const end = async (runId: string) => {
        await registry.tracking.createRun({
          ...{ runId, experiment: 'iris', name: 'iris v1', startedAt: '2026-01-01T00:00:00.000Z' },
          ...{ parameters: {}, tags: {} },
        });
        await registry.tracking.updateRun({
          ...{ runId, parameters: {}, metrics: {}, tags: {}, artifacts: [] },
          ...{ status, endedAt: '2026-01-01T00:00:01.000Z' },
        });
      };
      await end('run-1');
      await expect(registry.models.registerModelVersion(registration())).rejects.toMatchObject({
        code: 'failed_precondition',
      });
      await registry.models.registerModelVersion(registration({ runId: 'run-2' }));
      await end('run-2');
      const again = await registry.models.registerModelVersion(registration({ runId: 'run-2' }));
      expect(again.version?.version).toBe(1);
    },
  );

  it('lists the files of the folder that its run left, with their digests', async () => {
    const file = (path: string, sha256: string) => ({
      path,
      key: `artifacts/iris/run-1/${path}`,
      size: 5,
      sha256: sha256.repeat(64),
    });
    await registry.tracking.createRun({
      runId: 'run-1',
      experiment: 'iris',
      name: 'iris v1',
      startedAt: '2026-01-01T00:00:00.000Z',
      parameters: {},
      tags: {},
    });
    await registry.tracking.updateRun({
      runId: 'run-1',
      parameters: {},
      metrics: {},
      tags: {},
      artifacts: [file('model/model.onnx', 'b'), file('model/MLmodel', 'c'), file('other', 'd')],
      endedAt: undefined,
    });
    await registry.models.registerModelVersion(registration());
    const params = { name: 'iris', version: '1' };
    expect(await registry.request('listModelArtifacts', { params })).toMatchObject({
      status: 200,
      json: {
        runId: 'run-1',
        items: [
          { path: 'model/MLmodel', size: 5, sha256: 'c'.repeat(64) },
          { path: 'model/model.onnx', size: 5, sha256: 'b'.repeat(64) },
        ],
      },
    });
  });
});
