// `npm run bench:serve`: Millrace and its peers answer the same questions, one after the other in one run, as ratios.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { benchFolder, peersPython } from './peers-environment.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
if (spawnSync('wrk', ['-v']).error) throw new Error('wrk is needed: apt-get install wrk');
const python = peersPython('serving-peers');
const mlserver = peersPython('mlserver');
const data = join(benchFolder, 'data');
if (!existsSync(join(data, '455x30.json'))) {
  console.log('Making the data.');
  run(peersPython(), [join(here, 'peers/make_data.py'), data]);
}
const ghz = join(benchFolder, 'bin/ghz');
if (!existsSync(ghz)) {
  run('go', ['install', 'github.com/bojand/ghz/cmd/ghz@v0.121.0'], {
    GOBIN: join(benchFolder, 'bin'),
  });
}

const built = join(benchFolder, 'build');
await build({
  entryPoints: [
    ...['millrace-server', 'bare-server', 'prepare', 'compare', 'hold-models'].map((name) =>
      join(here, `serve/${name}.ts`),
    ),
    ...['database.worker', 'scoring.worker', 'log-lines.worker'].map((name) =>
      join(root, `apps/inference/src/${name}.ts`),
    ),
  ],
  outdir: built,
  entryNames: '[name]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // As apps are built: what is imported late is read late.
  splitting: true,
  platform: 'node',
  format: 'esm',
  conditions: ['@millrace/source'],
  // Packages that read files of their own beside their code.
  external: [
    '@electric-sql/pglite',
    '@grpc/grpc-js',
    '@grpc/reflection',
    'swagger-ui-dist',
    'pg-native',
  ],
  banner: {
    js: "import { createRequire as millraceCreateRequire } from 'node:module';\nconst require = millraceCreateRequire(import.meta.url);",
  },
  logLevel: 'error',
});

const models = join(benchFolder, 'models');
run(process.execPath, [join(built, 'prepare.mjs'), data, models]);
const fits = ['455x30', 'forest', '455x30', 'logistic'];
const fit = (interpreter, folder, ...which) => {
  if (existsSync(join(models, folder))) return;
  run(interpreter, [join(here, 'peers/serve_models.py'), data, join(models, folder), ...which]);
};
fit(python, 'scikit-learn', ...fits, '80000x20', 'forest');
// Pickles are of one version of scikit-learn.
fit(mlserver, 'mlserver', ...fits);
settings('forest-455x30');

const { status } = spawnSync(
  process.execPath,
  [join(built, 'compare.mjs'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      BENCH_DATA: data,
      BENCH_MODELS: models,
      BENCH_BUILT: built,
      BENCH_PEERS: join(here, 'peers'),
      BENCH_PYTHON: python,
      BENCH_MLSERVER: join(mlserver, '../mlserver'),
      BENCH_GHZ: ghz,
      BENCH_DOCKERFILE: join(root, 'docker/inference.Dockerfile'),
      BENCH_PROTO: join(root, 'proto'),
      BENCH_BARE_PROTO: join(here, 'serve/bare.proto'),
    },
  },
);
process.exit(status ?? 1);

/** What MLServer reads beside a model. */
function settings(name) {
  const folder = join(models, 'mlserver', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({
      http_port: 18480,
      grpc_port: 18481,
      metrics_port: 18482,
      parallel_workers: 0,
    }),
  );
  writeFileSync(
    join(folder, 'model-settings.json'),
    JSON.stringify({
      name: 'forest',
      implementation: 'mlserver_sklearn.SKLearnModel',
      parameters: { uri: './model.joblib' },
    }),
  );
}

function run(command, args, environment = {}) {
  const { status: code, error } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (code !== 0) throw new Error(error?.message ?? `${command} ended with ${code}`);
}
