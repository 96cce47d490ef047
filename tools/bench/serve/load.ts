import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-serve-'));
let scripts = 0;

/**
 * Posts a body again and again over 16 connections with wrk.
 * @param pauseMs between an answer and the next request of a connection
 * @throws Error when any answer is not a 2xx
 */
export function postLoad(url: string, body: string, seconds: number, pauseMs = 0): Measured {
  const { stdout, stderr } = spawnSync('wrk', wrkArgs(url, body, seconds, { pauseMs }), {
    encoding: 'utf8',
  });
  return measuredBy(url, stdout, stderr);
}

/** The same over fewer connections, while the caller does something else. */
export async function postLoadMeanwhile(
  url: string,
  body: string,
  seconds: number,
  how: { readonly connections: number; readonly pauseMs: number },
): Promise<Measured> {
  const { stdout, stderr } = await promisify(execFile)('wrk', wrkArgs(url, body, seconds, how));
  return measuredBy(url, stdout, stderr);
}

function wrkArgs(
  url: string,
  body: string,
  seconds: number,
  { connections = 16, pauseMs }: { readonly connections?: number; readonly pauseMs: number },
): string[] {
  const script = join(folder, `${scripts++}.lua`);
  const lines = [
    'wrk.method = "POST"',
    'wrk.headers["Content-Type"] = "application/json"',
    `wrk.body = ${JSON.stringify(body)}`,
  ];
  if (pauseMs > 0) {
    const whole = Math.floor(pauseMs);
    const rest = pauseMs - whole;
    lines.push(`function delay() return ${whole} + (math.random() < ${rest} and 1 or 0) end`);
  }
  writeFileSync(script, lines.join('\n'));
  const load = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '20s'];
  return [...load, '-s', script, url];
}

/** @throws Error when any answer is not a 2xx */
function measuredBy(url: string, stdout: string, stderr: string): Measured {
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} failed:\n${stdout}`);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1];
  const [, worst, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  if (rate === undefined || worst === undefined) throw new Error(`wrk said:\n${stdout}${stderr}`);
  const factor = unit === 's' ? 1000 : unit === 'ms' ? 1 : 0.001;
  return { perSecond: Number(rate), p99: Number(worst) * factor };
}

/** Calls one method again and again over 16 connections with ghz. @throws Error when any call fails */
export function callLoad(
  ghz: string,
  target: { readonly address: string; readonly proto: string; readonly call: string },
  message: unknown,
  seconds: number,
): Measured {
  const file = join(folder, `${scripts++}.json`);
  writeFileSync(file, JSON.stringify(message));
  const { stdout, stderr } = spawnSync(
    ghz,
    [
      ...['--insecure', '--proto', target.proto, '--call', target.call, '--data-file', file],
      ...['--concurrency', '16', '--connections', '16', '--duration', `${seconds}s`],
      ...['--duration-stop', 'ignore', '--format', 'json', target.address],
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  if (stdout === '') throw new Error(`ghz said:\n${stderr}`);
  const report = JSON.parse(stdout) as {
    rps: number;
    errorDistribution?: Record<string, number>;
    latencyDistribution?: { percentage: number; latency: number }[];
  };
  const errors = Object.keys(report.errorDistribution ?? {});
  if (errors.length > 0) throw new Error(`${target.call} failed: ${errors.join('; ')}`);
  const p99 = report.latencyDistribution?.find(({ percentage }) => percentage === 99)?.latency;
  return { perSecond: report.rps, p99: (p99 ?? Number.NaN) / 1e6 };
}
