import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inProcessClient, TrainingServiceDefinition, type Handlers } from '@millrace/contracts';
import { ended } from '../testing/follow-run.js';
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

function clientOf({ service }: TrainerProcess) {
  const [training] = service.rpc;
  if (!training) throw new Error('The trainer has no gRPC service.');
  return inProcessClient(
    TrainingServiceDefinition,
    training.handlers as Handlers<typeof TrainingServiceDefinition>,
  );
}

describe('A run that is asked for over gRPC', () => {
  it('is split, searched, limited and judged as it was asked to', async () => {
    const process = bench.process();
    process.start();
    const client = clientOf(process);
    const { id } = await client.startTrainingRun({
      dataset: 'groups',
      candidates: ['naive-bayes'],
      positiveClass: 'high',
      splitBy: { kind: 'time', column: 'x1' },
      leaveOut: [],
      search: { trials: 2 },
      timeLimitSeconds: 600,
    });
    const run = await ended(process, id);
    expect(run).toMatchObject({
      status: 'succeeded',
      positiveClass: 'high',
      splitBy: { kind: 'time', column: 'x1' },
    });
    expect(run.leaderboard.map(({ name }) => name)).toContain('naive-bayes-t2');
    const { run: told } = await client.getTrainingRun({ id });
    expect(told?.positiveClass).toBe('high');
  });

  it.each([
    ['a split of another kind', { splitBy: { kind: 'chance', column: 'x1' } }, '/splitBy/kind'],
    ['a column to leave out that is none', { leaveOut: ['ward'] }, '/leaveOut'],
    ['a search without a budget', { search: {} }, '/search'],
    ['a time limit of nothing', { timeLimitSeconds: 0 }, '/timeLimitSeconds'],
  ])('is refused with %s', async (_, more, field) => {
    const asked = clientOf(bench.process()).startTrainingRun({
      dataset: 'groups',
      candidates: [],
      leaveOut: [],
      ...more,
    });
    await expect(asked).rejects.toMatchObject({
      code: 'invalid_argument',
      faults: [expect.objectContaining({ field })],
    });
  });
});

describe('The positive class of a run', () => {
  it.each(['low', 'high'])(
    '%s is the second of the model, whose figures are of it',
    async (positiveClass) => {
      const process = bench.process();
      process.start();
      const { id } = await clientOf(process).startTrainingRun({
        dataset: 'groups',
        candidates: ['naive-bayes'],
        leaveOut: [],
        metric: 'recallBinary',
        positiveClass,
      });
      const { status, best, leaderboard } = await ended(process, id);
      expect(status).toBe('succeeded');
      const [version] = bench.registry.versions;
      const { classes } = JSON.parse(version?.signatureJson ?? '{}') as { classes: string[] };
      expect(classes[1]).toBe(positiveClass);
      const holdout = leaderboard.find(({ name }) => name === best)?.holdout;
      if (holdout?.kind !== 'classes') throw new Error('These are classes.');
      const own = holdout.classes.find(({ label }) => label === positiveClass);
      expect(holdout.metrics['recallBinary']).toBe(own?.recall);
      expect(bench.registry.runs.get(id)?.parameters).toMatchObject({ positiveClass });
    },
  );

  it('is one that the target has: or the run fails and says which there are', async () => {
    const process = bench.process();
    process.start();
    const { id } = await clientOf(process).startTrainingRun({
      dataset: 'groups',
      candidates: [],
      leaveOut: [],
      positiveClass: 'ill',
    });
    expect(await ended(process, id)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('no class "ill"') as string,
    });
  });
});
