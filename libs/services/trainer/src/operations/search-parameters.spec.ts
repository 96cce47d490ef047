import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrainingRunBody } from '@millrace/api';
import { RunStatus } from '@millrace/contracts';
import { ensembleAlgorithms, type CandidateTask } from '../domain/learning.js';
import { backwardPool } from '../testing/backward-pool.js';
import { ended, patient, startRun } from '../testing/follow-run.js';
import { gatedPool } from '../testing/gated-pool.js';
import { twoGroups, withTarget } from '../testing/sample-frames.js';
import { openBench, type TrainerBench } from '../testing/trainer-bench.js';

let bench: TrainerBench;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(async () => {
  await bench.reset();
  await bench.addDataset('groups', twoGroups(), withTarget);
});
afterAll(() => bench.close());

const candidates = ['logistic-regression', 'k-nearest-neighbours'];
const metric = 'logLoss';
const trialsOf = (run: TrainingRunBody) =>
  run.leaderboard.filter(({ name }) => name.includes('-t'));
/** What is the same whenever the run is. */
const figuresOf = (run: TrainingRunBody) =>
  run.leaderboard.map(({ name, status, reason, parameters, validation }) => ({
    name,
    status,
    reason,
    parameters,
    validation,
  }));

describe('A search for parameters', () => {
  it('validates all trials on one fold, the best third of them on all, and says why others stopped', async () => {
    const process = bench.process();
    process.start();
    // By this metric several trials do as well as the best: none is out of its reach.
    const body = { candidates, metric: 'accuracy', seed: 5, search: { trials: 6 } };
    const trials = trialsOf(await ended(process, await startRun(process, body)));
    expect(trials).toHaveLength(6);
    const succeeded = trials.filter(({ status }) => status === 'succeeded');
    expect(succeeded.length).toBeGreaterThan(0);
    expect(succeeded.length).toBeLessThanOrEqual(2);
    for (const trial of trials) {
      if (trial.status === 'succeeded') continue;
      expect(trial).toMatchObject({
        status: 'stopped',
        reason: expect.stringMatching(/first fold/) as string,
      });
      expect(trial.validation['accuracy']).toBeGreaterThan(0);
      expect(bench.registry.runs.get(trial.runId ?? '')).toMatchObject({
        status: RunStatus.RUN_STATUS_STOPPED,
        tags: { 'millrace.reason': trial.reason },
      });
    }
  });

  it('makes the same leaderboard again, whichever tasks end first', async () => {
    const body = { candidates, metric, seed: 5, search: { trials: 12 } };
    const process = bench.process();
    process.start();
    const first = await ended(process, await startRun(process, body));
    await process.stop();
    const other = bench.process({ pool: backwardPool() });
    other.start();
    const again = await ended(other, await startRun(other, body));
    expect(figuresOf(again)).toEqual(figuresOf(first));
  });

  it('goes on after a kill without doing a fold again, and ends as if nothing had been', async () => {
    const body = { candidates, metric, seed: 5, search: { trials: 9 } };
    const fitOf = ({ kind, algorithm, ...task }: CandidateTask) =>
      JSON.stringify([
        kind,
        algorithm,
        'parameters' in task && task.parameters,
        'foldNumbers' in task && task.foldNumbers,
      ]);
    let tasks = 0;
    const firstPool = gatedPool(() => ++tasks > 14);
    const first = bench.process({ pool: firstPool });
    first.start();
    const id = await startRun(first, body);
    await vi.waitFor(async () => expect((await bench.foldsOf(id)).length).toBe(14), patient);
    first.kill();

    const secondPool = gatedPool(() => false);
    const second = bench.process({ pool: secondPool });
    second.clock.advance(60_000);
    second.start();
    const resumed = await ended(second, id);
    const done = firstPool.tasks.slice(0, 14).map(fitOf);
    expect(secondPool.tasks.map(fitOf).filter((fit) => done.includes(fit))).toEqual([]);

    const undisturbed = bench.process();
    undisturbed.start();
    const whole = await ended(
      undisturbed,
      await startRun(undisturbed, { ...body, model: 'other' }),
    );
    expect(figuresOf(resumed)).toEqual(figuresOf(whole));
  });

  it('goes on for as long as its seconds allow where nobody counts trials', async () => {
    const process = bench.process();
    process.start();
    const id = await startRun(process, { candidates, metric, search: { seconds: 3600 } });
    await vi.waitFor(async () => {
      const trials = trialsOf(await process.run(id));
      expect(trials.some(({ status }) => status === 'succeeded')).toBe(true);
    }, patient);
    process.clock.advance(3_600_000);
    const run = await ended(process, id);
    expect(run.status).toBe('succeeded');
    expect(trialsOf(run).filter(({ status }) => status === 'stopped')).not.toEqual([]);
    expect(
      trialsOf(run).some(({ reason }) => reason?.includes('time of the search was over')),
    ).toBe(true);
  });
});

describe('The trials of a model that has a champion', () => {
  it('begin with the parameters of the members it is made of', async () => {
    const process = bench.process();
    process.start();
    const body = { candidates: ['logistic-regression'], metric, search: { trials: 8 } };
    const made = await ended(process, await startRun(process, { ...body, seed: 42 }));
    const best = made.leaderboard.find(({ name }) => name === made.best);
    const members =
      best && ensembleAlgorithms.includes(best.name)
        ? Object.keys(best.parameters)
        : [made.best ?? ''];
    const searched = made.leaderboard.filter(
      ({ name }) => members.includes(name) && name.includes('-t'),
    );
    expect(searched).not.toEqual([]);

    bench.registry.champions.set('groups', 1);
    const next = await ended(process, await startRun(process, { ...body, seed: 6 }));
    const tried = trialsOf(next).map(({ parameters }) => JSON.stringify(parameters));
    const found = searched.filter(({ parameters }) => tried.includes(JSON.stringify(parameters)));
    expect(found.length).toBeGreaterThan(0);
    expect(trialsOf(next)).toHaveLength(8);
  });
});

describe('A run with a time limit', () => {
  it('makes a model of what is there when the time is over', async () => {
    const process = bench.process({
      pool: gatedPool(({ algorithm }) => algorithm === 'k-nearest-neighbours'),
    });
    process.start();
    const id = await startRun(process, { candidates, timeLimitSeconds: 600 });
    await vi.waitFor(async () => {
      const { leaderboard } = await process.run(id);
      expect(leaderboard.map(({ name }) => name)).toContain('logistic-regression');
    }, patient);
    process.clock.advance(600_000);
    const run = await ended(process, id);
    expect(run).toMatchObject({ status: 'succeeded', best: 'logistic-regression' });
    expect(run.leaderboard.find(({ name }) => name === 'k-nearest-neighbours')).toMatchObject({
      status: 'stopped',
      reason: expect.stringMatching(/time/) as string,
    });
  });
});
