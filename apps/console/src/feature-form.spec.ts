import { describe, expect, it } from 'vitest';
import { curlCommand } from './curl-command.js';
import { rowOf, textsOf } from './feature-form.js';
import type { Signature } from './feature-form.js';

const signature: Signature = {
  inputs: [
    { name: 'mass', type: 'number' },
    { name: 'year', type: 'integer' },
    { name: 'island', type: 'string', categories: ['Biscoe', 'Dream'] },
    { name: 'tagged', type: 'boolean' },
  ],
  target: 'species',
  task: 'binary',
  classes: ['Adelie', 'Gentoo'],
};

describe('the prediction form', () => {
  it('starts with the example, missing values empty', () => {
    const texts = textsOf(signature, { mass: 3750.5, year: 2007, island: null, tagged: true });
    expect(texts).toEqual({ mass: '3750.5', year: '2007', island: '', tagged: 'true' });
  });

  it('gives back the example it was filled with', () => {
    const example = { mass: 3750.5, year: 2007, island: null, tagged: false };
    expect(rowOf(signature, textsOf(signature, example))).toEqual({ row: example, errors: {} });
  });

  it('names each field that is not of its type', () => {
    const { errors } = rowOf(signature, { mass: '1e999', year: '2007.5', tagged: 'yes' });
    expect(errors).toEqual({
      mass: 'must be a number',
      year: 'must be a whole number',
      tagged: 'must be true or false',
    });
  });
});

describe('the curl command', () => {
  it('survives quotes in names and values', () => {
    const command = curlCommand('http://localhost:8080', 'iris', {
      instances: [{ "o'clock": "it's" }],
    });
    expect(command).toContain(`'http://localhost:8080/api/v1/models/iris/predict'`);
    expect(command).toContain(`{"instances":[{"o'\\''clock":"it'\\''s"}]}`);
  });
});
