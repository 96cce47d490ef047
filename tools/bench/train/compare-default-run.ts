import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv, selectRows } from '@millrace/frame';
import { evaluateClassification, readTarget } from '@millrace/ml';
import { defaultRun } from '../default-run.js';

/** What the best single peer and our default run make of the same splits. */
export interface DefaultRunFigures {
  /** Of each of our runs. */
  readonly seconds: readonly number[];
  /** Mean macro F1 on rows that nothing learned from. */
  readonly ours: number;
  readonly bestPeer: { readonly name: string; readonly score: number };
  readonly seeds: number;
}

interface PeerAnswer {
  /** Of each split, the rows to check on. */
  readonly splits: readonly (readonly number[])[];
  readonly scores: Readonly<Record<string, readonly number[]>>;
}

const target = 'target';

/** 455 rows by 30 columns to learn from, ten times. @param script that of the peers */
export function compareDefaultRun(
  folder: string,
  python: string,
  script: string,
): DefaultRunFigures {
  const { status, stdout, stderr } = spawnSync(python, [script, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The peers failed:\n${stderr}`);
  const { splits, scores } = JSON.parse(stdout) as PeerAnswer;
  const frame = parseCsv(readFileSync(join(folder, 'breast-cancer.csv')));
  const learned = readTarget(frame, target);
  if (learned.kind !== 'classes') throw new TypeError('The target of this data is classes.');
  const { labels, codes } = learned;
  const seconds: number[] = [];
  const own = splits.map((split, seed) => {
    const rows = Uint32Array.from(codes.keys());
    const inTest = new Set(split);
    const test = rows.filter((row) => inTest.has(row));
    const train = rows.filter((row) => !inTest.has(row));
    const started = performance.now();
    const { model } = defaultRun(selectRows(frame, train), { target, seed, metric: 'f1' });
    seconds.push((performance.now() - started) / 1000);
    const said = model.predict(selectRows(frame, test));
    if (said.kind !== 'classes') throw new TypeError('Classes were learned.');
    const actual = Int32Array.from(test, (row) => codes[row] ?? 0);
    return evaluateClassification(actual, said.probabilities, labels, said.classes).metrics.f1 ?? 0;
  });
  const peers = Object.entries(scores).map(([name, each]) => ({ name, score: mean(each) }));
  const [bestPeer = { name: '-', score: 0 }] = peers.sort((a, b) => b.score - a.score);
  return { seconds, ours: mean(own), bestPeer, seeds: splits.length };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
