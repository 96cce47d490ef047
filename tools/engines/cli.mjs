import { down } from './down.mjs';
import { test } from './test.mjs';
import { up } from './up.mjs';

const commands = {
  up: async () => {
    await up();
    return 0;
  },
  down: async () => {
    await down();
    return 0;
  },
  test: (/** @type {readonly string[]} */ args) => test(args),
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name)
  ? commands[/** @type {keyof typeof commands} */ (name)]
  : undefined;
if (command) {
  try {
    process.exitCode = await command(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} else {
  console.error('Usage: node tools/engines/cli.mjs up | down | test [vitest arguments]');
  process.exitCode = 2;
}
