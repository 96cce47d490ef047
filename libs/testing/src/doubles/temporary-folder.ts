import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder, removed when the test that asked ends; one asked for by a hook, when the test file's process ends. */
export function temporaryFolder(): Promise<string> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'millrace-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    onTestFinished(remove);
  } catch {
    process.once('exit', remove);
  }
  return Promise.resolve(folder);
}
