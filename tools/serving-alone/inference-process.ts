import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface InferenceProcess {
  readonly origin: string;
  /** All that it printed so far. */
  readonly output: () => string;
  /** SIGTERM. @returns the exit code; null when it ended by a signal */
  stop(): Promise<number | null>;
}

/** Bundles the app as it is deployed. */
export function buildInference(): void {
  execFileSync(process.execPath, [join(root, 'tools/build/build-app.mjs'), 'inference'], {
    stdio: 'pipe',
  });
}

/** Starts the built app; it is at work once `origin` answers. */
export function startInference(
  ports: { readonly http: number; readonly grpc: number },
  variables: Readonly<Record<string, string>>,
): InferenceProcess {
  const child: ChildProcess = spawn(process.execPath, [join(root, 'apps/inference/dist/main.js')], {
    env: {
      PATH: process.env['PATH'],
      MILLRACE_HTTP_PORT: String(ports.http),
      MILLRACE_GRPC_PORT: String(ports.grpc),
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  }
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    origin: `http://127.0.0.1:${ports.http}`,
    output: () => printed,
    async stop() {
      child.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}
