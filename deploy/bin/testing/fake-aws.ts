import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { FakeHost } from './fake-host.js';

export interface Answers {
  /** Of the command, one each time it is asked for; the last one stays. */
  readonly statuses: readonly string[];
  readonly targets: number;
}

/** A Systems Manager that answers as told. @returns the environment in which it is found */
export async function fakeAws(
  host: FakeHost,
  { statuses, targets }: Answers,
): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-aws-'));
  await host.set('statuses', `${statuses.join('\n')}\n`);
  const file = join(folder, 'aws');
  await writeFile(
    file,
    `#!/usr/bin/env bash
echo "aws $*" >>"$FAKE/calls"
case "$*" in
  *TargetCount*) echo ${targets} ;;
  *send-command*) echo command-1 ;;
  *list-command-invocations*) echo 'i-1 Success it runs' ;;
  *list-commands*)
    head -1 "$FAKE/statuses"
    if [ "$(wc -l <"$FAKE/statuses")" -gt 1 ]; then sed -i 1d "$FAKE/statuses"; fi ;;
esac
`,
  );
  await chmod(file, 0o755);
  return { PATH: [folder, process.env['PATH'] ?? ''].join(delimiter) };
}
