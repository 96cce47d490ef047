import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('..', import.meta.url));

/**
 * Programs of a host, faked. Containers are files in $FAKE/containers; a file $FAKE/fail-<program>-<word> makes that
 * call fail; $FAKE/kill-at-<program>-<word> kills the script in it. All calls are written down in $FAKE/calls.
 */
const programs: Readonly<Record<string, string>> = {
  docker: `
case $1 in
  login) cat >/dev/null ;;
  run)
    name=$(printf '%s\\n' "$@" | grep -A1 -x -- --name | tail -1)
    printf '%s\\n' "\${@: -1}" >"$FAKE/containers/$name" ;;
  rm) rm -f "$FAKE/containers/$3" ;;
  stop) [ -e "$FAKE/containers/$4" ] ;;
  inspect) [ -e "$FAKE/containers/$4" ] && echo true ;;
esac`,
  curl: `
url="\${@: -1}"
case $url in
  *:18080/*) colour=blue ;;
  *) colour=green ;;
esac
container=$(ls "$FAKE/containers" 2>/dev/null | grep -- "-$colour$" | head -1)
[ -n "$container" ] || exit 7
[ ! -e "$FAKE/unready-$(cut -d@ -f2 "$FAKE/containers/$container")" ] || exit 22
case $url in
  */metrics) cat "$FAKE/metrics" 2>/dev/null || true ;;
  */predict) cat "$FAKE/answer" ;;
esac`,
  aws: `echo password`,
  gh: `true`,
  nginx: `true`,
};

export interface FakeHost {
  /** Runs a script of ours as root of this host would. */
  run(
    script: string,
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<{ code: number | null; output: string }>;
  /** Makes something of the surroundings true: see `programs`. */
  set(name: string, content?: string): Promise<void>;
  unset(name: string): Promise<void>;
  /** Container name to the image it runs. */
  containers(): Promise<Record<string, string>>;
  /** The colour nginx sends the traffic to. */
  live(app: string): Promise<string | undefined>;
  state(app: string, name: string): Promise<string | undefined>;
  calls(): Promise<string>;
  write(path: string, content: string): Promise<void>;
  remove(): Promise<void>;
}

export async function fakeHost(): Promise<FakeHost> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-host-'));
  const fake = join(folder, 'fake');
  const root = join(folder, 'root');
  await mkdir(join(fake, 'containers'), { recursive: true });
  await mkdir(join(folder, 'path'));
  for (const [name, body] of Object.entries(programs)) {
    const file = join(folder, 'path', name);
    const text = `#!/usr/bin/env bash
set -u
echo "${name} $*" >>"$FAKE/calls"
[ ! -e "$FAKE/kill-at-${name}-\${1:-}" ] || { rm "$FAKE/kill-at-${name}-$1"; kill -KILL $PPID; exit 1; }
[ ! -e "$FAKE/fail-${name}-\${1:-}" ] || exit 1
${body}
`;
    await writeFile(file, text);
    await chmod(file, 0o755);
  }
  const write: FakeHost['write'] = async (path, content) => {
    const file = join(root, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, content);
  };
  await write(
    'etc/millrace/host.env',
    'REGISTRY=registry.example\nREPOSITORY=o/r\nAWS_REGION=eu-1\n',
  );
  for (const app of ['inference', 'trainer']) await write(`etc/millrace/${app}.env`, 'A=b\n');

  const read = (file: string) =>
    readFile(file, 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    );
  return {
    write,
    run: (script, args, environment = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(join(bin, script), args, {
          env: {
            PATH: [join(folder, 'path'), process.env['PATH'] ?? ''].join(delimiter),
            FAKE: fake,
            MILLRACE_ROOT: root,
            MILLRACE_READY_SECONDS: '0',
            MILLRACE_WATCH_SECONDS: '0',
            MILLRACE_POLL_SECONDS: '0.01',
            ...environment,
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) {
          stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
        }
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, output }));
      }),
    set: (name, content = '') => writeFile(join(fake, name), content),
    unset: (name) => rm(join(fake, name), { force: true }),
    async containers() {
      const names = readdirSync(join(fake, 'containers'));
      const images = await Promise.all(names.map((name) => read(join(fake, 'containers', name))));
      return Object.fromEntries(names.map((name, index) => [name, images[index] ?? '']));
    },
    async live(app) {
      const target = await readlink(join(root, `etc/nginx/millrace/${app}.conf`)).catch(() => '');
      return /-(blue|green)\.conf$/.exec(target)?.[1];
    },
    state: (app, name) => read(join(root, 'var/lib/millrace', app, name)),
    calls: async () => (await read(join(fake, 'calls'))) ?? '',
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
