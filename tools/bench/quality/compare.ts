import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv, selectRows } from '@millrace/frame';
import { evaluateClassification, readTarget } from '@millrace/ml';
import { defaultRun } from '../default-run.js';

const [folder = '', python = '', script = '', ...only] = process.argv.slice(2);
interface About {
  readonly name: string;
  readonly target: string;
  readonly rows: number;
  readonly columns: number;
  readonly folds: readonly number[];
}
interface Figures {
  readonly logLoss: number;
  readonly f1: number;
  readonly seconds: number;
}
const ours = 'Millrace';
/** Candidates that won on the present data set. */
const winners = new Set<string>();

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -5))
  .filter((name) => only.length === 0 || only.includes(name));
const rankSums = new Map<string, number>();
const lines: string[] = [];
const tell = (line: string) => {
  lines.push(line);
  console.log(line);
};
let header = false;
for (const name of names) {
  const about = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as About;
  const figures: Record<string, Figures> = { [ours]: measure(about), ...measurePeers(name) };
  const peers = Object.keys(figures);
  if (!header) {
    tell(`| data set | rows x columns | ${peers.join(' | ')} | winner |`);
    tell(`|---|---|${peers.map(() => '---').join('|')}|---|`);
    header = true;
  }
  const sorted = [...peers].sort((a, b) => lossOf(figures, a) - lossOf(figures, b));
  for (const peer of peers) {
    rankSums.set(peer, (rankSums.get(peer) ?? 0) + sorted.indexOf(peer) + 1);
  }
  const cells = peers.map((peer) => {
    const text = lossOf(figures, peer).toFixed(4);
    return peer === sorted[0] ? `**${text}**` : text;
  });
  tell(
    `| ${name} | ${about.rows} x ${about.columns} | ${cells.join(' | ')} | ${[...winners].join(', ')} |`,
  );
  winners.clear();
}
const ranks = [...rankSums.values()].map((sum) => (sum / names.length).toFixed(2));
tell(`| mean rank | | ${ranks.join(' | ')} | |`);
// A part of the sets has no mean rank worth keeping.
if (only.length === 0) keep();

function keep(): void {
  mkdirSync('docs/benchmarks', { recursive: true });
  const text = `# Quality of the default run

Log loss (lower is better), mean of five folds, of the model that a run makes where nobody says otherwise, beside the
defaults of scikit-learn, LightGBM and XGBoost. Each data set lies inside a package that \`tools/bench/peers/requirements.txt\`
pins; texts are encoded and gaps filled for the peers that need it. Millrace holds a fifth of the rows it is given out while
it chooses, and fits the winner to all of them in the end; the peers learn from every row. "winner" lists the candidates that won on some fold.

Written by \`npm run bench:quality\`, ${new Date().toISOString().slice(0, 10)}.

${lines.join('\n')}
`;
  writeFileSync('docs/benchmarks/quality.md', text);
}

function lossOf(figures: Readonly<Record<string, Figures>>, peer: string): number {
  return figures[peer]?.logLoss ?? Number.NaN;
}

function measure({ name, target, folds }: About): Figures {
  const frame = parseCsv(readFileSync(join(folder, `${name}.csv`)));
  const learned = readTarget(frame, target);
  if (learned.kind === 'quantities') throw new Error(`${name} is no set of classes.`);
  const { labels, codes } = learned;
  const losses: number[] = [];
  const scores: number[] = [];
  const started = performance.now();
  for (let fold = 0; fold < 5; fold++) {
    const rows = Uint32Array.from(folds.keys());
    const test = rows.filter((row) => folds[row] === fold);
    const train = rows.filter((row) => folds[row] !== fold);
    const { model, winner } = defaultRun(selectRows(frame, train), {
      target,
      seed: fold,
      metric: 'logLoss',
    });
    winners.add(winner);
    const said = model.predict(selectRows(frame, test));
    if (said.kind === 'quantities') throw new Error(`${winner} did not learn classes.`);
    const { probabilities } = said;
    const known = model.signature.classes;
    const aligned = new Float64Array(test.length * labels.length);
    for (let row = 0; row < test.length; row++) {
      known.forEach((label, code) => {
        const to = row * labels.length + labels.indexOf(label);
        aligned[to] = probabilities[row * known.length + code] ?? 0;
      });
    }
    const actual = Int32Array.from(test, (row) => codes[row] ?? 0);
    const { metrics } = evaluateClassification(actual, aligned, labels);
    losses.push(metrics.logLoss);
    scores.push(metrics.f1);
  }
  return {
    logLoss: mean(losses),
    f1: mean(scores),
    seconds: (performance.now() - started) / 1000,
  };
}

function measurePeers(name: string): Record<string, Figures> {
  const { status, stdout, stderr } = spawnSync(python, [script, 'peers', folder, name], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The peers failed on ${name}:\n${stderr}`);
  return JSON.parse(stdout) as Record<string, Figures>;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
