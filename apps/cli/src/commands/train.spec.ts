import { describe, expect, it } from 'vitest';
import { json, run } from '../testing/run-cli.js';

const trainingRun = {
  id: '7d3f8f1e-4f43-4f0b-9b39-0d6a4a2a8a01',
  status: 'succeeded',
  dataset: 'iris',
  version: 1,
  model: 'iris',
  trigger: 'manual',
  metric: 'f1',
  seed: 7,
  progress: 1,
  underWay: [],
  leaderboard: [
    {
      name: 'better',
      algorithm: 'better',
      status: 'succeeded',
      parameters: {},
      validation: { f1: 0.9 },
    },
    {
      name: 'worse',
      algorithm: 'worse',
      status: 'succeeded',
      parameters: {},
      validation: { f1: 0.7 },
    },
    {
      name: 'slow',
      algorithm: 'slow',
      status: 'skipped',
      reason: 'too slow',
      parameters: {},
      validation: {},
    },
  ],
  best: 'better',
  modelVersion: 3,
  warnings: [],
  createdAt: '2026-01-02T03:04:05Z',
};
const events = (...items: object[]) =>
  new Response(
    items.map((item) => `data: ${JSON.stringify({ event: 'run', ...item })}\n\n`).join(''),
  );

describe('millrace train', () => {
  it('says once what was wrong with a request', async () => {
    const detail = 'There is no column "weight".';
    const errors = [{ field: '/target', message: detail }];
    const problem = { type: 'about:blank', title: 'Invalid argument', status: 400, detail, errors };
    const { err } = await run(['train', 'iris', '--target', 'weight'], () => json(problem, 400));
    expect(err).toBe(`millrace: ${detail}`);
  });

  it('marks the winner, and says why where another is ahead', async () => {
    const [better, worse] = trainingRun.leaderboard;
    const leaderboard = [worse, better];
    const chosen = { ...trainingRun, best: 'worse', leaderboard, positiveClass: 'ill' };
    const { out } = await run(['train', 'iris', '--follow'], ({ method }) =>
      method === 'POST' ? json({ id: trainingRun.id }, 202) : events(chosen),
    );
    expect(out).toMatch(/best +worse, as good as any: who is ahead by f1 is within/);
    expect(out).toMatch(/candidate +status +accuracy +precisionBinary .*\nworse \*/);
  });

  it('asks for a task, for what parts the rows, and for the positive class', async () => {
    const answer = () => json({ id: trainingRun.id }, 202);
    const group = await run(
      ['train', 'visits', '--task', 'regression', '--group-by', 'patient'],
      answer,
    );
    expect(JSON.parse(group.requests[0]?.body ?? '')).toEqual({
      dataset: 'visits',
      task: 'regression',
      splitBy: { kind: 'group', column: 'patient' },
    });
    const time = await run(['train', 'visits', '--time-by', 'day'], answer);
    expect(JSON.parse(time.requests[0]?.body ?? '')).toMatchObject({
      splitBy: { kind: 'time', column: 'day' },
    });
    const positive = await run(['train', 'visits', '--positive-class', 'ill'], answer);
    expect(JSON.parse(positive.requests[0]?.body ?? '')).toMatchObject({ positiveClass: 'ill' });
    const both = await run(['train', 'visits', '--time-by', 'day', '--group-by', 'x'], answer);
    expect(both).toMatchObject({ code: 1, requests: [] });
  });

  it('prints the id of the run it started', async () => {
    const { code, out, requests } = await run(
      ['train', 'iris', '--dataset-version', '2', '--metric', 'accuracy'],
      () => json({ id: trainingRun.id }, 202),
    );
    expect(code).toBe(0);
    expect(out).toBe(trainingRun.id);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      dataset: 'iris',
      version: 2,
      metric: 'accuracy',
    });
  });

  it('asks for a search and a time limit', async () => {
    const { requests } = await run(
      ['train', 'iris', '--search-trials', '20', '--search-seconds', '60', '--time-limit', '90'],
      () => json({ id: trainingRun.id }, 202),
    );
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      dataset: 'iris',
      search: { trials: 20, seconds: 60 },
      timeLimitSeconds: 90,
    });
  });

  it('follows a run to its leaderboard, in its order', async () => {
    const { code, out, err } = await run(['train', 'iris', '--follow'], ({ method, url }) => {
      if (method === 'POST') return json({ id: trainingRun.id }, 202);
      expect(url).toMatch(/\/events$/);
      const forest = { name: 'forest', algorithm: 'forest', parameters: {}, folds: 5 };
      return events(
        { ...trainingRun, status: 'running', progress: 0, leaderboard: [] },
        {
          event: 'fold',
          candidate: { ...forest, foldsDone: 1, validation: { f1: 0.8 } },
          fold: 1,
          metrics: { f1: 0.8 },
          fitSeconds: 2,
          progress: 0.256,
          secondsLeft: 71.2,
        },
        {
          event: 'trial',
          candidate: { ...forest, name: 'forest-t1', foldsDone: 1, validation: {} },
          progress: 0.5,
          secondsLeft: 9,
        },
        {
          event: 'candidate',
          candidate: { ...forest, status: 'stopped', reason: 'Others did better.', validation: {} },
          progress: 0.75,
          secondsLeft: 3,
        },
        trainingRun,
      );
    });
    expect(code).toBe(0);
    expect(err.split('\n')).toEqual([
      '  0%  running, 0 candidates done',
      ' 25%, 1 min 12 s left  forest: fold 1 of 5, f1 0.8000',
      ' 50%, 9 s left  forest-t1: goes on to 5 folds',
      ' 75%, 3 s left  forest: stopped, Others did better.',
      '100%  succeeded, 3 candidates done',
    ]);
    const board = out.slice(out.indexOf('candidate '));
    expect(board.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'candidate',
      'better',
      'worse',
      'slow',
    ]);
  });

  it('asks for the run when its events break off', async () => {
    const { code, out } = await run(['train', 'iris', '--follow'], ({ method, url }) => {
      if (method === 'POST') return json({ id: trainingRun.id }, 202);
      return url.endsWith('/events') ? new Response('gone', { status: 502 }) : json(trainingRun);
    });
    expect(code).toBe(0);
    expect(out).toContain('iris v3');
  });

  it('ends with 1 when the run failed', async () => {
    const failed = { ...trainingRun, status: 'failed', reason: 'one class' };
    const { code, err } = await run(['train', 'iris', '--follow'], ({ method }) =>
      method === 'POST' ? json({ id: trainingRun.id }, 202) : events(failed),
    );
    expect(code).toBe(1);
    expect(err).toContain('millrace: The run failed: one class');
  });

  it('refuses an unknown metric before it asks anybody', async () => {
    const { code, err, requests } = await run(['train', 'x', '--metric', 'luck'], () => json({}));
    expect(code).toBe(1);
    expect(err).toMatch(/^millrace: There is no metric "luck"; there are accuracy, /);
    expect(requests).toHaveLength(0);
  });
});
