import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '@millrace/testing';
import { lockFolder } from './folder-lock.js';

const ended = () =>
  JSON.stringify({
    pid: spawnSync(process.execPath, ['-e', '']).pid,
    host: hostname(),
    started: '',
    token: 'x',
  });

it('lets one of many have the lock of a process that ended', async () => {
  const stale = ended();
  for (let round = 0; round < 30; round++) {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'lock'), stale);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockFolder(join(folder, 'lock'))),
    );
    const taken = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(taken).toHaveLength(1);
    await taken[0]?.();
    expect(await readdir(folder)).toEqual([]);
  }
});

it('asks for help when a process ended while it was taking over', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'lock'), ended());
  await writeFile(join(folder, 'lock.takeover'), ended());
  await expect(lockFolder(join(folder, 'lock'))).rejects.toMatchObject({
    code: 'failed_precondition',
    message: expect.stringContaining('lock.takeover') as string,
  });
});

it('reads a damaged lock as one that nobody holds', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'lock'), '');
  await (
    await lockFolder(join(folder, 'lock'))
  )();
  expect(await readdir(folder)).toEqual([]);
});
