import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@millrace/testing';
import { objectStoreOf } from './open-object-store.js';

describe(objectStoreOf, () => {
  it('opens the store that the variables name once, and again after that failed', async () => {
    const folder = join(await temporaryFolder(), 'objects');
    await writeFile(folder, 'in the way');
    const open = objectStoreOf({ MILLRACE_OBJECT_STORE: `file:${folder}` });
    await expect(open()).rejects.toThrow();
    await rm(folder);
    const store = await open();
    await store.put('a', new Uint8Array(3));
    expect(await (await open()).head('a')).toMatchObject({ size: 3 });
    expect(await open()).toBe(store);
  });
});
