import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface RunningServer {
  readonly http: number;
  readonly grpc: number;
  stop(): Promise<void>;
}

/** Starts one of our programs, which tells its ports on its first line. */
export async function startNode(
  program: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<RunningServer> {
  const child = spawn(process.execPath, [...flags, program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [''])]);
  const ports = JSON.parse(String(first[0])) as { http: number; grpc: number };
  return { ...ports, stop: () => end(child) };
}

/** Node's flags in the image of an app, so that what is measured is started as that is. */
export function flagsOfImage(dockerfile: string): string[] {
  const [, command] = /^CMD (\[.*\])$/m.exec(readFileSync(dockerfile, 'utf8')) ?? [];
  if (command === undefined) throw new Error(`${dockerfile} has no CMD.`);
  return (JSON.parse(command) as string[]).filter((word) => word.startsWith('--'));
}

/** Starts a peer and waits until it answers at `url`. */
export async function startPeer(
  command: string,
  args: readonly string[],
  {
    port,
    url,
    env,
    cwd,
  }: { port: number; url: string; env?: Record<string, string>; cwd?: string },
): Promise<RunningServer> {
  const child = spawn(command, args, {
    stdio: 'ignore',
    env: { ...process.env, OMP_NUM_THREADS: '1', ...env },
    ...(cwd !== undefined && { cwd }),
  });
  for (let tries = 0; !(await answers(url)); tries++) {
    if (child.exitCode !== null || tries > 600) throw new Error(`${command} does not start.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { http: port, grpc: 0, stop: () => end(child) };
}

/** Posts JSON until it is answered with a 2xx. */
export async function askUntilServed(url: string, body: string): Promise<void> {
  let last = '';
  for (let tries = 0; tries < 20_000; tries++) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', body, headers });
    const answer = await response.text();
    if (response.ok) return;
    last = `${response.status} ${answer}`;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error(`${url} does not answer: ${last}`);
}

/** Waits until a server of ours has opened all that it leans on: a new database takes seconds to make. */
export async function untilReady(base: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { status } = (await (await fetch(`${base}/readyz`)).json()) as { status: string };
    if (status === 'ok') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${base} does not become ready.`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(patience);
}
