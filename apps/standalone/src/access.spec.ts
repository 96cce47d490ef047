import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Policy, Role } from '@millrace/api';
import { inlinePool } from '@millrace/task-pool-threads';
import { openFileJournal } from '@millrace/journal-file';
import { openFileModelCache } from '@millrace/model-cache-file';
import {
  keyedAccess,
  openGrpcChannel,
  PlatformError,
  runServices,
  type RunningProcess,
  type RunningService,
} from '@millrace/platform';
import { openAdapters, processConfigSchema } from '@millrace/runtime';
import { runCandidateTask } from '@millrace/service-trainer';
import { assembleServices } from './assemble-services.js';

const roles: readonly Role[] = ['reader', 'trainer', 'deployer', 'admin'];
const secretOf = (name: string) => `secret of ${name}`.replaceAll(' ', '-');
const key = (name: string, role: Role, expiresAt?: Date) => ({
  name,
  roles: [role],
  sha256: createHash('sha256').update(secretOf(name)).digest('hex'),
  ...(expiresAt && { expiresAt }),
});
/** Roles whose keys may do what the policy asks for. */
const allowed: Readonly<Record<Policy, readonly Role[]>> = {
  public: roles,
  reader: roles,
  trainer: ['trainer', 'admin'],
  deployer: ['deployer', 'admin'],
  admin: ['admin'],
};

let folder: string;
let services: RunningService[];
let running: RunningProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-access-'));
  const config = processConfigSchema.parse({
    MILLRACE_DATA_DIR: folder,
    MILLRACE_LOG_LEVEL: 'error',
  });
  const adapters = await openAdapters(config, 'standalone');
  services = assembleServices({
    adapters,
    journal: await openFileJournal({ folder: join(folder, 'journal') }),
    cache: await openFileModelCache({ folder: join(folder, 'models') }),
    pool: inlinePool(runCandidateTask),
    limits: {},
    codeCommit: 'unknown',
  });
  running = await runServices({
    name: 'standalone',
    version: '0.1.0',
    services,
    ...adapters,
    authenticator: keyedAccess(
      [...roles.map((role) => key(role, role)), key('late', 'admin', new Date(0))],
      () => adapters.clock.now(),
    ),
    http: { host: '127.0.0.1', port: 0 },
    grpc: { host: '127.0.0.1', port: 0 },
  });
});
afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

async function statusOf(method: string, path: string, name?: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${running.httpPort}${path}`, {
    method: method.toUpperCase(),
    ...(name !== undefined && { headers: { authorization: `Bearer ${secretOf(name)}` } }),
  });
  await response.body?.cancel();
  return response.status;
}

describe('every route', () => {
  it('has an operation of its own, and a policy that keeps others out', async () => {
    const endpoints = services.flatMap(({ module }) =>
      module.routes.map(({ endpoint }) => endpoint),
    );
    expect(endpoints.length).toBeGreaterThan(20);
    expect(new Set(endpoints.map(({ operationId }) => operationId)).size).toBe(endpoints.length);
    for (const { operationId, method, path: template, policy } of endpoints) {
      const path = template
        .replaceAll('{id}', '01a20ba9-2000-7000-8000-000000000000')
        .replaceAll('{version}', '1')
        .replaceAll(/\{\w+\}/g, 'nothing');
      if (policy !== 'public') {
        for (const name of [undefined, 'nobody', 'late']) {
          expect([operationId, name, await statusOf(method, path, name)]).toEqual([
            operationId,
            name,
            401,
          ]);
        }
      }
      for (const role of roles) {
        const status = await statusOf(method, path, role);
        if (allowed[policy].includes(role)) {
          expect([operationId, role, [401, 403].includes(status)]).toEqual([
            operationId,
            role,
            false,
          ]);
          expect([operationId, role, status < 500]).toEqual([operationId, role, true]);
        } else {
          expect([operationId, role, status]).toEqual([operationId, role, 403]);
        }
      }
    }
  });
});

describe('every call', () => {
  const codeOf = async (
    definition: RunningService['module']['rpc'][number]['definition'],
    method: string,
    name?: string,
  ): Promise<string> => {
    const channel = openGrpcChannel(`127.0.0.1:${running.grpcPort}`, {
      ...(name !== undefined && { apiKey: secretOf(name) }),
    });
    const client = channel.client(definition) as Record<
      string,
      (request: object) => Promise<unknown>
    >;
    const empty = definition.methods[method]?.requestType as unknown as {
      fromPartial(of: object): object;
    };
    try {
      await client[method]?.(empty.fromPartial({}));
      return 'ok';
    } catch (error) {
      return PlatformError.from(error).code;
    } finally {
      channel.close();
    }
  };

  it('has a policy that keeps others out', async () => {
    const calls = services.flatMap(({ module }) =>
      module.rpc.flatMap(({ definition, policies }) =>
        Object.keys(definition.methods).map((method) => ({
          definition,
          method,
          policy: policies[method] ?? 'nobody said',
        })),
      ),
    );
    expect(calls.length).toBeGreaterThan(8);
    for (const { definition, method, policy } of calls) {
      const call = `${definition.fullName}/${method}`;
      expect([call, policy in allowed]).toEqual([call, true]);
      if (policy !== 'public') {
        expect([call, await codeOf(definition, method)]).toEqual([call, 'unauthenticated']);
      }
      expect([call, await codeOf(definition, method, 'nobody')]).toEqual([call, 'unauthenticated']);
      for (const role of roles) {
        const code = await codeOf(definition, method, role);
        if (allowed[policy as Policy].includes(role)) {
          expect([call, role, code]).not.toEqual([call, role, 'permission_denied']);
          expect([call, role, code]).not.toEqual([call, role, 'unauthenticated']);
        } else {
          expect([call, role, code]).toEqual([call, role, 'permission_denied']);
        }
      }
    }
  });
});

describe('what anyone may ask', () => {
  it.each(['/livez', '/readyz', '/metrics', '/docs', '/openapi.json'])(
    'includes %s',
    async (path) => {
      expect(await statusOf('get', path)).toBe(200);
    },
  );
});
