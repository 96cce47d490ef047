import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The system's Chromium; `MILLRACE_CHROMIUM` names another. Throws, saying what to install, when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv): string {
  const given = environment['MILLRACE_CHROMIUM'];
  const folders = [...(environment['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  const places = given ? [given] : names.flatMap((name) => folders.map((at) => join(at, name)));
  const found = places.find(isExecutable);
  if (found) return found;
  throw new Error(
    given
      ? `MILLRACE_CHROMIUM names "${given}", which is no program.`
      : 'The browser test needs Chromium: `apt-get install chromium`, or name one in MILLRACE_CHROMIUM.',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
