import { describe, expect, it } from 'vitest';
import { json, run, type Answer } from '../testing/run-cli.js';

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
