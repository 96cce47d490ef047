import { readdirSync, readFileSync } from 'node:fs';
import { decodeFrame } from '@millrace/frame';
import { describe, expect, it } from 'vitest';
import { decodeModel, decodeModelState } from './model-file.js';
import { scorerKinds } from './scorer-layout.js';

interface Answers {
  readonly kind: string;
  readonly answers: readonly number[];
  readonly classes?: readonly number[];
}

const folder = new URL('./golden/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder));
const golden = JSON.parse(read('answers.json').toString('utf8')) as Record<string, Answers>;
const rows = decodeFrame(read('rows.frame'));

describe('model files of former times', () => {
  it.each(Object.entries(golden))('still load and answer as they did: %s', (name, expected) => {
    const said = decodeModel(read(`${name}.millrace`)).predict(rows);
    const answers = said.kind === 'classes' ? said.probabilities : said.values;
    expect(answers).toHaveLength(expected.answers.length);
    answers.forEach((answer, place) => expect(answer).toBeCloseTo(expected.answers[place] ?? 0, 9));
    if (said.kind === 'classes') expect([...said.classes]).toEqual(expected.classes);
  });

  it('are there for every kind of scorer, and none lacks its answers', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.millrace'));
    expect(files.map((file) => file.replace('.millrace', '')).sort()).toEqual(
      Object.keys(golden).sort(),
    );
    const kinds = files.map((file) => decodeModelState(read(file)).scorer.kind);
    expect([...new Set(kinds)].sort()).toEqual([...scorerKinds].sort());
  });
});
