#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/main.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  console.error('millrace: the command is not built yet; run `npx nx build cli` first.');
  process.exitCode = 1;
}
