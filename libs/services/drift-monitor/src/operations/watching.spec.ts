import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDrift, rowsLike, table, type DriftFixture } from '../testing/drift-fixture.js';

const dataset = 'points';
const model = 'points';
let drift: DriftFixture;
beforeEach(async () => {
  drift = await openDrift({ windowRows: 100, consecutiveWindows: 2, cooldownSeconds: 60 });
  await drift.addVersion(dataset, table());
  await drift.promote(model, 1, { dataset, version: 1 });
});
afterEach(() => drift.close());

const requests = async () =>
  (await drift.events())
    .filter(({ type }) => type === 'training.requested')
    .map(({ data }) => data);
const window = (shift: number) => drift.logPredictions(model, 1, rowsLike({ rows: 100, shift }));

describe('a new version of the data a champion learned from', () => {
  it('is compared with it, and asks for training when it drifted', async () => {
    await drift.addVersion(dataset, table({ shift: 3 }));
    await drift.makeReports();
    const [report, ...more] = await drift.reports();
    expect(more).toEqual([]);
    expect(report).toMatchObject({
      reference: { dataset, version: 1 },
      current: { dataset, version: 2 },
      dataset: { drifted: true },
      retraining: { decision: 'requested' },
    });
    expect((await drift.events()).map(({ type }) => type)).toEqual([
      'drift.reported',
      'drift.detected',
      'training.requested',
    ]);
    expect(await requests()).toMatchObject([
      { dataset, version: 2, model, driftReportId: report?.id },
    ]);
  });

  it('asks for nothing when it is like the one before, and says why', async () => {
    await drift.addVersion(dataset, table({ rows: 190 }));
    await drift.makeReports();
    expect(await drift.reports()).toMatchObject([
      {
        dataset: { drifted: false },
        retraining: {
          decision: 'not_requested',
          reason: expect.stringMatching(/below the line/) as string,
        },
      },
    ]);
    expect(await requests()).toEqual([]);
  });

  it('is compared once, however often and in whichever order it is announced', async () => {
    const version = await drift.addVersion(dataset, table({ shift: 3 }));
    await drift.take('dataset.updated', {
      dataset,
      version,
      sha256: '',
      rows: 1,
      target: undefined,
    });
    await drift.promote(model, 1, { dataset, version: 1 });
    await drift.makeReports();
    expect(await drift.reports()).toHaveLength(1);
    expect(await requests()).toHaveLength(1);
  });

  it('is compared also when it was announced before the champion was', async () => {
    await drift.addVersion('late', table());
    await drift.addVersion('late', table({ shift: 3 }));
    expect(await drift.reports()).toEqual([]);
    await drift.promote('late', 1, { dataset: 'late', version: 1 });
    await drift.makeReports();
    expect(await drift.reports()).toMatchObject([{ subject: 'late', dataset: { drifted: true } }]);
  });

  it('asks for nothing when a newer champion learned from it meanwhile', async () => {
    await drift.addVersion(dataset, table({ shift: 3 }));
    await drift.promote(model, 2, { dataset, version: 2 });
    await drift.makeReports();
    expect(await drift.reports()).toMatchObject([
      {
        retraining: {
          decision: 'not_requested',
          reason: expect.stringMatching(/became champion/) as string,
        },
      },
    ]);
    expect(await requests()).toEqual([]);
  });

  it('asks once within the cool-down', async () => {
    await drift.addVersion(dataset, table({ shift: 3 }));
    await drift.addVersion(dataset, table({ shift: 5 }));
    await drift.makeReports();
    expect(await requests()).toHaveLength(1);
    drift.advance(61_000);
    await drift.addVersion(dataset, table({ shift: 7 }));
    await drift.makeReports();
    expect(await requests()).toHaveLength(2);
  });
});

describe('windows of predictions', () => {
  it('ask for training after so many drifted ones in a row', async () => {
    await window(3);
    await drift.makeReports();
    expect(await requests()).toEqual([]);
    await window(3);
    await drift.makeReports();
    expect(await requests()).toMatchObject([
      { dataset, model, reason: expect.stringMatching(/2 windows/) as string },
    ]);
  });

  it('begin to count anew after one that was stable', async () => {
    for (const shift of [3, 0, 3]) {
      await window(shift);
      await drift.makeReports();
    }
    expect(await requests()).toEqual([]);
    expect(await drift.reports()).toHaveLength(3);
  });

  it('are filled from several files, and each prediction counts in one of them', async () => {
    for (let file = 0; file < 5; file++) {
      await drift.logPredictions(model, 1, rowsLike({ rows: 50, shift: 3 }));
    }
    await drift.makeReports();
    expect(await drift.reports()).toHaveLength(2);
  });

  it('hold predictions of the champion alone', async () => {
    await drift.promote(model, 2, { dataset, version: 1 });
    await drift.logPredictions(model, 1, rowsLike({ rows: 150, shift: 3 }));
    await drift.makeReports();
    expect(await drift.reports()).toEqual([]);
  });

  it('of a model nobody watches begin no report', async () => {
    await drift.logPredictions('other', 1, rowsLike({ rows: 500 }));
    expect(await drift.reports()).toEqual([]);
  });

  it('that are announced wrongly are refused for good', async () => {
    const data = { model, key: 'k', rows: 1, firstAt: 'yesterday', lastAt: 'today', versions: [1] };
    await expect(drift.take('predictions.logged', data)).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });
});
