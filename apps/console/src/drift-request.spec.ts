import { driftApi } from '@millrace/api';
import { describe, expect, it } from 'vitest';
import { driftRequest } from './drift-request.js';

describe('asking for a drift report', () => {
  it.each([
    ['dataset', { dataset: 'iris' }, { dataset: 'iris' }],
    [
      'dataset',
      { dataset: 'iris', referenceVersion: 1, currentVersion: 2 },
      {
        dataset: 'iris',
        reference: { dataset: 'iris', version: 1 },
        current: { dataset: 'iris', version: 2 },
      },
    ],
    ['model', { model: 'iris' }, { model: 'iris' }],
    [
      'model',
      { model: 'iris', dataset: 'new', currentVersion: 3 },
      { model: 'iris', current: { dataset: 'new', version: 3 } },
    ],
  ] as const)('makes a body for a %s that the API takes: %j', (subject, choice, body) => {
    expect(driftRequest(subject, choice)).toEqual(body);
    expect(driftApi.createDriftReportBody.safeParse(body).success).toBe(true);
  });

  it('asks for nothing while the choice is not complete', () => {
    expect(driftRequest('dataset', {})).toBeUndefined();
    expect(driftRequest('model', { dataset: 'iris' })).toBeUndefined();
  });
});
