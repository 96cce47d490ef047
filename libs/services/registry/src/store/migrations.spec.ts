import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRegistry, type RegistryFixture } from '../testing/registry-fixture.js';
import { registryMigrations } from './migrations.js';

describe('the words for how a run ended', () => {
  let registry: RegistryFixture;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterAll(() => registry.close());

  it('are given to candidates of the time when all but the successful were failed', async () => {
    const candidate = (runId: string, candidateStatus: string) => ({
      run_id: runId,
      experiment: 'iris',
      name: runId,
      parent_run_id: 'parent',
      status: 'failed' as const,
      started_at: new Date(0),
      ended_at: new Date(1),
      parameters: '{}',
      metrics: '{}',
      tags: JSON.stringify({ 'millrace.candidateStatus': candidateStatus }),
    });
    await registry.db
      .insertInto('run')
      .values(['stopped', 'skipped', 'failed'].map((status) => candidate(status, status)))
      .execute();
    await registryMigrations['0004-words-for-ends']?.up(registry.db);
    const rows = await registry.db.selectFrom('run').select(['run_id', 'status']).execute();
    expect(rows.every(({ run_id, status }) => run_id === status)).toBe(true);
    expect(rows).toHaveLength(3);
  });
});
