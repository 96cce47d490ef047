// Generates libs/contracts/src/gen from proto/. With --check it generates aside and fails when the two differ.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = join(root, 'libs/contracts/src/gen');
const bin = (name) => join(root, 'node_modules/.bin', name);

const options = [
  'esModuleInterop=true',
  'importSuffix=.js',
  'outputServices=generic-definitions',
  'oneof=unions-value',
  'useDate=string',
  'unrecognizedEnum=false',
  'exportCommonSymbols=false',
  'stringEnums=true',
  'env=node',
];

function generate(out) {
  rmSync(out, { recursive: true, force: true });
  const template = (more) =>
    JSON.stringify({
      version: 'v2',
      plugins: [
        {
          local: bin('protoc-gen-ts_proto'),
          out,
          opt: [...options, ...more],
          strategy: 'all',
        },
      ],
    });
  const buf = (...args) =>
    execFileSync(bin('buf'), args, {
      cwd: join(root, 'proto'),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  buf('lint');
  buf('generate', '--template', template([]), '--path', 'millrace');
  // Strangers send what they like: an integer that no number holds is for the service to refuse, not for the decoder.
  buf('generate', '--template', template(['forceLong=bigint']), '--path', 'inference');
  // Server reflection answers with the definitions themselves, so they travel with the generated code.
  const image = join(out, 'descriptors.binpb');
  buf('build', '--as-file-descriptor-set', '--exclude-source-info', '-o', image);
  const base64 = readFileSync(image).toString('base64');
  rmSync(image);
  writeFileSync(
    join(out, 'descriptors.ts'),
    `// Generated from proto/. Do not edit.\n\n/** A serialised google.protobuf.FileDescriptorSet of every definition, in base64. */\nexport const fileDescriptorSet =\n  '${base64}';\n`,
  );
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

if (process.argv.includes('--check')) {
  const aside = mkdtempSync(join(tmpdir(), 'millrace-contracts-'));
  try {
    generate(aside);
    const [fresh, present] = [files(aside), files(target)];
    const differing = [...new Set([...fresh, ...present])].filter(
      (name) =>
        !fresh.includes(name) ||
        !present.includes(name) ||
        readFileSync(join(aside, name), 'utf8') !== readFileSync(join(target, name), 'utf8'),
    );
    if (differing.length > 0) {
      console.error(
        `Generated code differs from proto/: ${differing.join(', ')}. Run: npm run generate`,
      );
      process.exitCode = 1;
    } else {
      console.log(`Generated code is up to date (${fresh.length} files).`);
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
} else {
  generate(target);
  console.log(`Generated ${files(target).length} files.`);
}
