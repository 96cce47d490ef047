import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.js';

type Answer = (request: Request) => Response | Promise<Response>;

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

async function run(args: readonly string[], answer: Answer, environment = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const requests: { method: string; url: string; body: string; headers: Headers }[] = [];
  const code = await runCommand(args, {
    environment,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    fetch: async (input, init) => {
      const request = new Request(input as string, init);
      const { method, url, headers } = request;
      requests.push({ method, url, headers, body: await request.clone().text() });
      return answer(request);
    },
  });
  return { code, out: out.join('\n'), err: err.join('\n'), requests };
}

const version = {
  dataset: 'iris',
  version: 1,
  digest: { md5: 'm', sha256: 's' },
  rows: 2,
  bytes: 8,
  columns: [{ name: 'a', type: 'integer' }],
  target: 'a',
  status: 'ready',
  createdAt: '2026-01-02T03:04:05Z',
};
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
const prediction = {
  model: 'iris',
  version: 3,
  predictions: ['setosa'],
  probabilities: [{ setosa: 0.9, virginica: 0.1 }],
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('millrace datasets', () => {
  it('pushes the bytes of a file with its target', async () => {
    const file = join(folder, 'iris.csv');
    await writeFile(file, 'a,b\n1,2\n');
    const args = ['datasets', 'push', 'iris', file, '--target', 'a'];
    const { code, out, requests } = await run(args, () => json(version, 201));
    expect(code).toBe(0);
    expect(out).toContain('iris v1');
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: 'http://127.0.0.1:8080/api/v1/datasets/iris/versions?target=a',
      body: 'a,b\n1,2\n',
    });
  });

  it('says in one line that a file is not there', async () => {
    const result = await run(['datasets', 'push', 'iris', join(folder, 'no.csv')], () => json({}));
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/^millrace: There is no file ".*no\.csv"\.$/);
    expect(result.requests).toHaveLength(0);
  });

  it('shows the faults of a refused file in one line', async () => {
    const file = join(folder, 'bad.csv');
    await writeFile(file, 'a\n');
    const problem = {
      type: 'about:blank',
      title: 'Invalid argument',
      status: 400,
      detail: 'The file has bad rows.',
      errors: [1, 2, 3, 4, 5].map((line) => ({ line, message: 'too short' })),
    };
    const { code, err } = await run(['datasets', 'push', 'x', file], () => json(problem, 400));
    expect(code).toBe(1);
    expect(err).toBe(
      'millrace: The file has bad rows. line 1: too short; line 2: too short; line 3: too short; and 2 more',
    );
  });

  it('lists datasets as a table, and as JSON with --json', async () => {
    const items = [
      { name: 'iris', latestVersion: 2, rows: 150, updatedAt: '2026-01-02T03:04:05Z' },
    ];
    const table = await run(['datasets', 'list'], () => json({ items }));
    expect(table.out.split('\n')[1]).toMatch(/^iris +2 +150 +- /);
    const printed = await run(['--json', 'datasets', 'list'], () => json({ items }));
    expect(JSON.parse(printed.out)).toEqual({ items });
  });
});

describe('millrace train', () => {
  it('says once what was wrong with a request', async () => {
    const detail = 'There is no column "weight".';
    const errors = [{ field: '/target', message: detail }];
    const problem = { type: 'about:blank', title: 'Invalid argument', status: 400, detail, errors };
    const { err } = await run(['train', 'iris', '--target', 'weight'], () => json(problem, 400));
    expect(err).toBe(`millrace: ${detail}`);
  });

  it('puts the winner first, and says why where another is ahead', async () => {
    const chosen = { ...trainingRun, best: 'worse', positiveClass: 'ill' };
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

  const events = (...items: object[]) =>
    new Response(
      items.map((item) => `data: ${JSON.stringify({ event: 'run', ...item })}\n\n`).join(''),
    );

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

describe('millrace predict', () => {
  it('predicts for a row', async () => {
    const { out, requests } = await run(['predict', 'iris', '--row', '{"a":1}'], () =>
      json(prediction),
    );
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ instances: [{ a: 1 }] });
    expect(out).toBe('prediction  p(setosa)  p(virginica)\nsetosa      0.9000     0.1000');
  });

  it('tells what each feature adds to the class it predicts, the furthest reaching first', async () => {
    const features = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`f${at}`, 0.01]));
    const explanation = {
      scale: 'probability',
      method: 'exact',
      calibratedAfterwards: false,
      reference: 'training-rows',
      baseValues: { setosa: 0.5, virginica: 0.5 },
      contributions: [{ setosa: { a: -0.2, ...features, b: 0.5 }, virginica: { a: 0.2, b: -0.5 } }],
    };
    const args = ['predict', 'iris', '--row', '{"a":1}', '--explain'];
    const { out, requests } = await run(args, () => json({ ...prediction, explanation }));
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ instances: [{ a: 1 }], explain: true });
    const [, , , heading, , ...lines] = out.split('\n');
    expect(heading).toBe('Row 1: probability of setosa 0.9000, from 0.5000');
    expect(lines.slice(0, 2)).toEqual(['b         +0.5000', 'a         -0.2000']);
    expect(lines.slice(-1)).toEqual(['2 others  +0.0200']);
    expect(lines).toHaveLength(11);
  });

  it.each([[[{ a: 1 }]], [{ instances: [{ a: 1 }] }]])(
    'reads rows from a file: %j',
    async (rows) => {
      const file = join(folder, 'rows.json');
      await writeFile(file, JSON.stringify(rows));
      const { code, requests } = await run(['predict', 'iris', '--file', file], () =>
        json(prediction),
      );
      expect(code).toBe(0);
      expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ instances: [{ a: 1 }] });
    },
  );

  it.each([
    [[], 'Give either --row'],
    [['--row', '{'], 'What --row holds is not JSON.'],
    [['--row', '[1]'], '--row does not hold rows (instances.0'],
  ])('refuses %j', async (args, message) => {
    const { code, err, requests } = await run(['predict', 'iris', ...args], () => json({}));
    expect(code).toBe(1);
    expect(err).toContain(`millrace: ${message}`);
    expect(requests).toHaveLength(0);
  });
});

describe('millrace drift report', () => {
  const report = {
    id: '7d3f8f1e-4f43-4f0b-9b39-0d6a4a2a8a02',
    status: 'completed',
    mode: 'dataset',
    reference: { dataset: 'iris', version: 1 },
    current: { dataset: 'iris', version: 2 },
    dataset: { drifted: true, share: 0.75 },
    metrics: [{ column: 'a', verdict: 'drifted', score: 0.51234, threshold: 0.2 }],
    tests: [],
    createdAt: '2026-01-02T03:04:05Z',
  };
  const answer: Answer = ({ method }) =>
    method === 'POST' ? json({ id: report.id, status: 'running' }, 202) : json(report);

  it('compares two versions and shows each column', async () => {
    const args = ['drift', 'report', '--dataset', 'iris', '--reference', '1', '--current', '2'];
    const { code, out, requests } = await run(args, answer);
    expect(code).toBe(0);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      dataset: 'iris',
      reference: { dataset: 'iris', version: 1 },
      current: { dataset: 'iris', version: 2 },
    });
    expect(out).toMatch(/a +drifted +0\.5123 +0\.2/);
  });

  it('ends with 1 on drift where that was asked for', async () => {
    const args = ['drift', 'report', '--model', 'iris', '--fail-on-drift'];
    const { code, err } = await run(args, answer);
    expect(code).toBe(1);
    expect(err).toBe('millrace: The data has drifted.');
  });
});

describe('millrace', () => {
  it('takes address and key from the environment, and options before those', async () => {
    const environment = { MILLRACE_URL: 'http://one.test/', MILLRACE_API_KEY: 'secret' };
    const first = await run(['models', 'list'], () => json({ items: [] }), environment);
    expect(first.requests[0]?.url).toMatch(/^http:\/\/one\.test\/api\//);
    expect(first.requests[0]?.headers.get('authorization')).toBe('Bearer secret');
    const second = await run(
      ['--url', 'http://two.test', '--api-key', 'other', 'models', 'list'],
      () => json({ items: [] }),
      environment,
    );
    expect(second.requests[0]?.url).toMatch(/^http:\/\/two\.test\/api\//);
    expect(second.requests[0]?.headers.get('authorization')).toBe('Bearer other');
  });

  it('says in one line that nobody answers', async () => {
    const { code, err } = await run(['models', 'list'], () =>
      Promise.reject(new TypeError('fetch failed')),
    );
    expect(code).toBe(1);
    expect(err).toBe(
      'millrace: The server at http://127.0.0.1:8080 does not answer. Is it running?',
    );
  });

  it.each([
    [['--url', 'nonsense', 'models', 'list'], /^millrace: "nonsense" is no address/],
    [['nothing'], /^millrace: unknown command/],
    [['models', 'promote', 'iris', 'one'], /whole number/],
  ])('refuses %j', async (args, message) => {
    const { code, err, requests } = await run(args, () => json({}));
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(requests).toHaveLength(0);
  });

  it('prints its help and ends with 0', async () => {
    const { code, out } = await run(['--help'], () => json({}));
    expect(code).toBe(0);
    expect(out).toContain('datasets');
  });
});
