import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const serviceNames = [
  'ingestion',
  'trainer',
  'registry',
  'drift-monitor',
  'inference',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** One service as a process of its own, which can be killed and started again on the same ports. */
export interface FleetService {
  /** Where its REST API answers. */
  readonly origin: string;
  /** Starts the process and waits until it says that it is ready. */
  start(): Promise<void>;
  /** SIGKILL: nothing is put in order. */
  kill(): Promise<void>;
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
  /** All that it printed. */
  log(): string;
}

export type Fleet = Readonly<Record<ServiceName, FleetService>>;

export interface FleetOptions {
  /** Data folders and logs go here, one of each for a service. */
  readonly folder: string;
  /** Two free ports a service: HTTP and gRPC. */
  readonly ports: readonly number[];
  /** Variables all of them share: database, object store, event bus. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The five apps as built, one process each, none of them started. */
export async function createFleet({ folder, ports, environment }: FleetOptions): Promise<Fleet> {
  const shared: Record<string, string> = { ...environment };
  serviceNames.forEach((name, index) => {
    const variable = `MILLRACE_${name.replace('-', '_').toUpperCase()}_GRPC`;
    shared[variable] = `127.0.0.1:${ports[2 * index + 1] ?? 0}`;
  });
  await mkdir(folder, { recursive: true });
  const services = serviceNames.map((name, index): [ServiceName, FleetService] => [
    name,
    createService(name, folder, {
      ...shared,
      MILLRACE_HTTP_PORT: String(ports[2 * index] ?? 0),
      MILLRACE_GRPC_PORT: String(ports[2 * index + 1] ?? 0),
      MILLRACE_DATA_DIR: join(folder, name),
    }),
  ]);
  return Object.fromEntries(services) as unknown as Fleet;
}

function createService(
  name: ServiceName,
  folder: string,
  environment: Record<string, string>,
): FleetService {
  const origin = `http://127.0.0.1:${environment['MILLRACE_HTTP_PORT'] ?? ''}`;
  const logFile = join(folder, `${name}.log`);
  let child: ChildProcess | undefined;

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    const exit = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await exit)[0];
  };
  const log = () => readFileSync(logFile, 'utf8');

  return {
    origin,
    async start() {
      const output = openSync(logFile, 'a');
      child = spawn(process.execPath, [join(root, 'apps', name, 'dist/main.js')], {
        env: { PATH: process.env['PATH'], ...environment },
        stdio: ['ignore', output, output],
      });
      closeSync(output);
      for (let tries = 0; !(await isReady(origin)); tries++) {
        if (child.exitCode !== null || tries > 600) {
          throw new Error(`${name} did not become ready:\n${log().slice(-4000)}`);
        }
        await pause(100);
      }
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    log,
  };
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`)).ok;
  } catch {
    return false;
  }
}
