import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from './free-ports.js';

export interface RunningMillrace {
  readonly origin: string;
  /** What the program has printed so far. */
  readonly output: () => string;
  /** Settles when the program ends by itself: rejects with what it printed. */
  readonly crash: Promise<never>;
  /** Interrupts the program as Ctrl-C does; resolves to its exit code, null when it had to be killed. */
  readonly interrupt: () => Promise<number | null>;
  /** Ends whatever is left and removes the data folder. */
  readonly remove: () => Promise<void>;
}

/**
 * Starts the standalone program as `npm start` does, on free ports and a data folder of its own.
 * @param settings further variables of its own
 */
export async function startMillrace(
  root: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningMillrace> {
  const [http = 0, grpc = 0] = await freePorts(2);
  const data = await mkdtemp(join(tmpdir(), 'millrace-browser-'));
  const child = spawn(process.execPath, [join(root, 'tools/start.mjs')], {
    cwd: root,
    env: {
      ...withoutMillrace(process.env),
      MILLRACE_HTTP_PORT: String(http),
      MILLRACE_GRPC_PORT: String(grpc),
      MILLRACE_DATA_DIR: data,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  }
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const crash = ended.then(([code]): never => {
    throw new Error(`Millrace ended with ${String(code)}:\n${printed}`);
  });
  // Whoever waits for it sees the rejection; where nobody waits, an end is no fault.
  crash.catch(() => undefined);
  return {
    crash,
    origin: `http://127.0.0.1:${http}`,
    output: () => printed,
    interrupt: async () => {
      child.kill('SIGINT');
      const stopWaiting = new AbortController();
      const tooLong = wait(60_000, undefined, { signal: stopWaiting.signal }).then(
        () => child.kill('SIGKILL'),
        () => undefined,
      );
      const [code] = await ended;
      stopWaiting.abort();
      await tooLong;
      return code;
    },
    remove: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await ended;
      }
      await rm(data, { recursive: true, force: true });
    },
  };
}

// Settings of the person's own shell are not what is tested.
function withoutMillrace(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^MILLRACE_|^VITEST|^NODE_OPTIONS$|^NODE_ENV$/.test(name),
    ),
  );
}
