import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Table } from './tables.js';

interface Started {
  readonly id: string;
}
interface Run {
  readonly status: string;
  readonly reason?: string;
  readonly modelVersion?: number;
}
interface Folder {
  readonly runId: string;
  readonly items: readonly { readonly path: string; readonly sha256: string }[];
}

/**
 * Has a running Millrace learn a table, and downloads the folder of the model as a person would.
 * @param origin of the server, such as `http://127.0.0.1:8080`
 * @returns the files by name, each of the digest that the registry says
 */
export async function trainAndDownload(
  origin: string,
  { name, csv, target }: Table,
  candidates: readonly string[],
): Promise<Readonly<Record<string, Uint8Array>>> {
  const query = new URLSearchParams({ target });
  await json(`${origin}/api/v1/datasets/${name}/versions?${query.toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: csv,
  });
  const { id } = await json<Started>(`${origin}/api/v1/training-runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ dataset: name, model: `${name}-model`, candidates }),
  });
  const version = await versionOf(origin, id);
  const folder = await json<Folder>(
    `${origin}/api/v1/models/${name}-model/versions/${version}/artifacts`,
  );
  const files: Record<string, Uint8Array> = {};
  for (const { path, sha256 } of folder.items) {
    const address = `${origin}/api/v1/runs/${folder.runId}/artifacts/${encodeURIComponent(path)}`;
    const bytes = new Uint8Array(await (await call(address)).arrayBuffer());
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (digest !== sha256) throw new Error(`${path} is not what the registry says: ${digest}.`);
    files[path.slice('model/'.length)] = bytes;
  }
  return files;
}

async function versionOf(origin: string, id: string): Promise<number> {
  for (;;) {
    const run = await json<Run>(`${origin}/api/v1/training-runs/${id}`);
    if (run.status === 'succeeded' && run.modelVersion !== undefined) return run.modelVersion;
    if (run.status === 'failed' || run.status === 'cancelled') {
      throw new Error(`The training run ${run.status}: ${run.reason ?? ''}`);
    }
    await wait(200);
  }
}

async function json<Body>(address: string, init?: RequestInit): Promise<Body> {
  return (await (await call(address, init)).json()) as Body;
}

async function call(address: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(address, init);
  if (!response.ok) {
    throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
  }
  return response;
}
