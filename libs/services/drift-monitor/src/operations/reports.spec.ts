import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EvaluationBody } from '@millrace/api';
import { ofClasses, ofQuantities } from '../testing/evaluations.js';
import { openDrift, rowsLike, table, type DriftFixture } from '../testing/drift-fixture.js';
import { leaseMs } from '../store/report-lease.js';

let drift: DriftFixture;
beforeEach(async () => {
  drift = await openDrift();
});
afterEach(() => drift.close());

describe('a report that is asked for', () => {
  it('compares two versions of a dataset, column by column', async () => {
    await drift.addVersion('points', table());
    await drift.addVersion('points', table({ shift: 3 }));
    const report = await drift.compare({ dataset: 'points' });
    expect(report).toMatchObject({
      status: 'completed',
      mode: 'dataset',
      reference: { dataset: 'points', version: 1 },
      current: { dataset: 'points', version: 2 },
      dataset: { drifted: true },
    });
    const verdicts = Object.fromEntries(report.metrics.map((each) => [each.column, each.verdict]));
    expect(verdicts).toEqual({ x: 'drifted', y: 'drifted', class: 'stable' });
    expect(report).not.toHaveProperty('retraining');
    expect(await drift.events()).toEqual([
      {
        type: 'drift.reported',
        data: {
          reportId: report.id,
          subject: 'points',
          drifted: true,
          share: report.dataset?.share,
        },
      },
    ]);
  });

  it('finds the same rows stable', async () => {
    await drift.addVersion('points', table());
    const side = { dataset: 'points', version: 1 };
    const report = await drift.compare({ reference: side, current: side });
    expect(report.dataset).toMatchObject({ drifted: false, share: 0 });
  });

  it('keeps to the thresholds and the share that are asked for', async () => {
    await drift.addVersion('points', table());
    await drift.addVersion('points', table({ shift: 3 }));
    expect((await drift.compare({ dataset: 'points', driftShare: 0.9 })).dataset).toMatchObject({
      drifted: false,
      driftShare: 0.9,
    });
  });

  it('compares logged predictions with what the model learned from', async () => {
    await drift.addVersion('points', table());
    await drift.promote('points', 1, { dataset: 'points', version: 1 });
    await drift.logPredictions('points', 1, rowsLike({ rows: 100, shift: 3 }));
    const report = await drift.compare({ model: 'points' });
    expect(report).toMatchObject({
      status: 'completed',
      mode: 'predictions',
      dataset: { drifted: true },
    });
    expect(report.metrics.map(({ column }) => column).sort()).toEqual(['x', 'y']);
  });

  describe('of logged predictions', () => {
    const rows = rowsLike({ rows: 100 });
    const evaluation = ofClasses([
      [48, 2],
      [3, 47],
    ]);
    const reported = async (given: {
      readonly answers?: readonly (string | number)[];
      readonly evaluation?: EvaluationBody;
    }) => {
      await drift.addVersion('points', table());
      const from = { dataset: 'points', version: 1 };
      await drift.promote('points', 1, from, given.evaluation);
      await drift.logPredictions('points', 1, rows, given.answers);
      return drift.compare({ model: 'points' });
    };
    const half = rows.map((_, row) => (row % 2 === 0 ? 'a' : 'b'));

    it('compares what the model says with what it said on its holdout, ahead of what it is told', async () => {
      const answers = rows.map((_, row) => (row % 10 === 0 ? 'a' : 'b'));
      const { metrics, dataset } = await reported({ answers, evaluation });
      expect(metrics.map(({ column, role }) => [column, role])).toEqual([
        ['prediction', 'prediction'],
        ['x', undefined],
        ['y', undefined],
      ]);
      expect(metrics.map(({ verdict }) => verdict)).toEqual(['drifted', 'stable', 'stable']);
      expect(dataset).toMatchObject({ driftedColumns: 1, testedColumns: 3 });
    });

    it('finds answers like those of the holdout stable', async () => {
      const { metrics } = await reported({ answers: half, evaluation });
      expect(metrics[0]).toMatchObject({ column: 'prediction', verdict: 'stable' });
    });

    it('compares numbers with the numbers that were said of the holdout', async () => {
      const said = rows.map((_, row) => Math.sin(row));
      const answers = said.map((value) => value + 2);
      const { metrics } = await reported({ answers, evaluation: ofQuantities(said) });
      expect(metrics[0]).toMatchObject({
        column: 'prediction',
        type: 'number',
        verdict: 'drifted',
      });
    });

    it.each([
      ['the run of the model left no evaluation', { answers: half }],
      ['the log has no answers', { evaluation }],
      ['no answer of the holdout was kept', { answers: half, evaluation: ofQuantities(undefined) }],
    ])('does without the answers where %s', async (_, given) => {
      const { status, metrics } = await reported(given);
      expect(status).toBe('completed');
      expect(metrics.map(({ column }) => column).sort()).toEqual(['x', 'y']);
    });
  });

  it('is there as a page of its own, with nothing from elsewhere', async () => {
    await drift.addVersion('points', table());
    await drift.addVersion('points', table({ shift: 3 }));
    const { id } = await drift.compare({ dataset: 'points' });
    const reply = await drift.call('getDriftReportPage', { params: { id } });
    const html = 'bytes' in reply ? Buffer.from(reply.bytes as Uint8Array).toString() : '';
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).not.toMatch(/<script|(?:src|href)="https?:/);
  });

  it('is not found when nobody asked for it', async () => {
    const id = '01a20ba9-2000-7000-8000-000000000000';
    await expect(drift.report(id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['a dataset that is not there', { dataset: 'nobody' }, 'not_found'],
    [
      'a version that is not there',
      { reference: { dataset: 'points', version: 7 }, current: { dataset: 'points' } },
      'not_found',
    ],
    ['a model that is not there', { model: 'nobody' }, 'not_found'],
    ['a first version with none before it', { dataset: 'points' }, 'invalid_argument'],
    ['a model and a dataset at once', { dataset: 'points', model: 'points' }, 'invalid_argument'],
    ['one side only', { reference: { dataset: 'points' } }, 'invalid_argument'],
    ['nothing', {}, 'invalid_argument'],
  ])('is refused for %s', async (_, body, code) => {
    await drift.addVersion('points', table());
    await expect(drift.compare(body)).rejects.toMatchObject({ code });
    expect(await drift.reports()).toEqual([]);
  });

  it('fails with the reason when there are no predictions to compare', async () => {
    await drift.addVersion('points', table());
    await drift.promote('points', 1, { dataset: 'points', version: 1 });
    expect(await drift.compare({ model: 'points' })).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/No predictions/) as string,
    });
  });

  it('fails with the reason when the stored rows are damaged', async () => {
    await drift.addVersion('points', table());
    await drift.addVersion('points', table({ shift: 3 }));
    for await (const { key } of drift.objects.list('frames/')) {
      await drift.objects.delete(key);
      await drift.objects.put(key, Buffer.from('no frame'));
    }
    expect(await drift.compare({ dataset: 'points' })).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/stored rows cannot be read/) as string,
    });
  });

  it('says of columns that only one side has that they could not be compared', async () => {
    await drift.addVersion('points', table());
    await drift.addVersion('points', 'z,class\n1,a\n2,b\n');
    const report = await drift.compare({ dataset: 'points' });
    expect(report.status).toBe('completed');
    expect(report.metrics.find(({ column }) => column === 'x')?.verdict).not.toBe('stable');
  });
});

describe('a report whose maker is gone', () => {
  it('is made by another one after the lease, and told once', async () => {
    await drift.addVersion('points', table());
    await drift.addVersion('points', table({ shift: 3 }));
    const reply = await drift.call('createDriftReport', { body: { dataset: 'points' } });
    const { id } = (reply as { json: { id: string } }).json;
    const silent = { lease_owner: 'gone', lease_until: new Date(Date.now() + leaseMs) };
    await drift.db.updateTable('drift_report').set(silent).execute();
    const stopping = new AbortController();
    const working = Promise.all(drift.module.tasks.map(({ run }) => run(stopping.signal)));
    expect((await drift.report(id)).status).toBe('running');
    drift.advance(2 * leaseMs);
    await vi.waitFor(async () => expect((await drift.report(id)).status).toBe('completed'), 5000);
    stopping.abort();
    await working;
    expect(await drift.events()).toHaveLength(1);
  });

  it('waits while the other services are away, and is made afterwards', async () => {
    await drift.addVersion('points', table());
    await drift.addVersion('points', table({ shift: 3 }));
    const reply = await drift.call('createDriftReport', { body: { dataset: 'points' } });
    const { id } = (reply as { json: { id: string } }).json;
    drift.away = true;
    const stopping = new AbortController();
    const working = Promise.all(drift.module.tasks.map(({ run }) => run(stopping.signal)));
    await vi.waitFor(async () => {
      const row = await drift.db.selectFrom('drift_report').select('attempts').executeTakeFirst();
      expect(row?.attempts).toBeGreaterThan(0);
    }, 5000);
    expect((await drift.report(id)).status).toBe('running');
    drift.away = false;
    drift.advance(120_000);
    await vi.waitFor(async () => expect((await drift.report(id)).status).toBe('completed'), 5000);
    stopping.abort();
    await working;
  });
});
