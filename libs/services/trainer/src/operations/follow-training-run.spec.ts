import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  afterTrainingEvent,
  trainingApi,
  type TrainingEvent,
  type TrainingRunBody,
} from '@millrace/api';
import type { ServerEvent } from '@millrace/platform';
import { ended, patient, startRun } from '../testing/follow-run.js';
import { gatedPool } from '../testing/gated-pool.js';
import { twoGroups, withTarget } from '../testing/sample-frames.js';
import { openBench, type TrainerBench, type TrainerProcess } from '../testing/trainer-bench.js';

let bench: TrainerBench;
beforeAll(async () => {
  bench = await openBench();
});
beforeEach(async () => {
  await bench.reset();
  await bench.addDataset('groups', twoGroups(), withTarget);
});
afterAll(() => bench.close());

type Seen = ServerEvent & { readonly data: TrainingEvent };

async function follow(
  process: TrainerProcess,
  id: string,
  options: { signal?: AbortSignal; lastEventId?: string } = {},
): Promise<AsyncIterable<Seen>> {
  const { lastEventId, ...rest } = options;
  const reply = await process.call('followTrainingRun', {
    params: { id },
    ...rest,
    ...(lastEventId !== undefined && { headers: { 'last-event-id': lastEventId } }),
  });
  return (reply as unknown as { events: AsyncIterable<Seen> }).events;
}

async function all(events: AsyncIterable<Seen>): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

const body = { candidates: ['logistic-regression'], metric: 'accuracy', search: { trials: 4 } };
const after = (events: readonly Seen[]) =>
  events.reduce<TrainingRunBody | undefined>(
    (run, { data }) => afterTrainingEvent(run, data),
    undefined,
  );

describe('Following a training run', () => {
  it('tells of each candidate, fold and trial, each as the API says, and ends with the run at its end', async () => {
    const process = bench.process();
    const id = await startRun(process, body);
    const events = await follow(process, id);
    const reading = all(events);
    process.start();
    const seen = await reading;

    expect(seen[0]?.data).toMatchObject({ event: 'run', id, leaderboard: [] });
    const last = seen.at(-1)?.data;
    expect(last).toMatchObject({ event: 'run', status: 'succeeded', progress: 1 });
    for (const { name, data } of seen) {
      expect(trainingApi.trainingEventSchema.parse(data).event).toBe(name);
    }
    const names = seen.map(({ name }) => name);
    // The baseline, the algorithm with its own parameters and the trials, on three folds each but the stopped ones.
    const folds = await bench.foldsOf(id);
    expect(names.filter((name) => name === 'fold')).toHaveLength(folds.length);
    expect(names.filter((name) => name === 'candidate').length).toBeGreaterThanOrEqual(6);
    expect(seen.some(({ data }) => data.event === 'trial' && data.candidate.foldsDone > 0)).toBe(
      true,
    );
    const { underWay, leaderboard } = after(seen) ?? {};
    expect(underWay).toEqual([]);
    expect(leaderboard).toEqual((await process.run(id)).leaderboard);
  });

  it('numbers what happened, and never goes back in progress', async () => {
    const process = bench.process();
    process.start();
    const seen = await all(await follow(process, await startRun(process, body)));
    const ids = seen.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const progress = seen.map(({ data }) => data.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it('shows a client that comes late the run as it is: who is under way, how far, and for how long still', async () => {
    const pool = gatedPool(({ algorithm }) => algorithm === 'random-forest');
    const process = bench.process({ pool });
    process.start();
    const id = await startRun(process, { candidates: ['naive-bayes', 'random-forest'] });
    await vi.waitFor(async () => {
      const { leaderboard } = await process.run(id);
      expect(leaderboard.map(({ name }) => name)).toContain('naive-bayes');
    }, patient);
    const client = new AbortController();
    const [first] = await all(
      untilFirst(await follow(process, id, { signal: client.signal }), client),
    );
    expect(first?.data).toMatchObject({
      event: 'run',
      status: 'running',
      underWay: [{ name: 'random-forest', folds: 3, foldsDone: 0, validation: {} }],
    });
    expect(first?.data.secondsLeft).toBeGreaterThan(0);
    await process.call('cancelTrainingRun', { params: { id } });
    expect(await process.run(id)).toMatchObject({ underWay: [] });
  });

  it('tells a client that comes again what it has missed, then the run', async () => {
    const process = bench.process();
    process.start();
    const id = await startRun(process, body);
    const seen = await all(await follow(process, id));
    await ended(process, id);
    const broke = Math.floor(seen.length / 2);
    const again = await all(await follow(process, id, { lastEventId: seen[broke]?.id ?? '' }));
    const missed = seen.slice(broke + 1).filter(({ name }) => name !== 'run');
    const named = (events: readonly Seen[]) =>
      events.map(({ name, id: number, data }) => [
        name,
        number,
        data.event === 'run' ? data.id : data.candidate.name,
      ]);
    expect(named(again.slice(0, -1))).toEqual(named(missed));
    expect(again.at(-1)?.data).toEqual(seen.at(-1)?.data);
    const [only, ...more] = await all(await follow(process, id, { lastEventId: '999999' }));
    expect(only?.name).toBe('run');
    expect(more).toEqual([]);
  });

  it('ends when the client goes away', async () => {
    const process = bench.process();
    const id = await startRun(process);
    const client = new AbortController();
    const events = await follow(process, id, { signal: client.signal });
    expect(await all(untilFirst(events, client))).toHaveLength(1);
  });

  it('knows no run that is not there', async () => {
    await expect(
      follow(bench.process(), '00000000-0000-7000-8000-000000000000'),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

/** Lets the client go away after its first event. */
async function* untilFirst(events: AsyncIterable<Seen>, client: AbortController) {
  for await (const event of events) {
    yield event;
    client.abort();
  }
}
