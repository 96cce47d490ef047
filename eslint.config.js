import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom: see ARCHITECTURE.md. */
const boundaries = [
  { sourceTag: 'type:ports', onlyDependOnLibsWithTags: ['type:ports'] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:api', onlyDependOnLibsWithTags: ['type:api'] },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:domain'] },
  {
    sourceTag: 'type:platform',
    onlyDependOnLibsWithTags: ['type:ports', 'type:contracts', 'type:api', 'type:platform'],
  },
  {
    sourceTag: 'type:adapter',
    onlyDependOnLibsWithTags: ['type:ports', 'type:platform', 'type:testing'],
  },
  {
    sourceTag: 'type:service',
    onlyDependOnLibsWithTags: [
      'type:domain',
      'type:ports',
      'type:platform',
      'type:contracts',
      'type:api',
    ],
    bannedExternalImports: ['kafkajs', 'minio', 'pg', '@electric-sql/*', 'express', '@grpc/*'],
  },
  {
    sourceTag: 'type:runtime',
    onlyDependOnLibsWithTags: [
      'type:adapter',
      'type:ports',
      'type:platform',
      'type:contracts',
      'type:api',
    ],
  },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:runtime',
      'type:service',
      'type:adapter',
      'type:ports',
      'type:platform',
      'type:contracts',
      'type:api',
    ],
  },
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:api'] },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: ['type:ports', 'type:platform', 'type:contracts', 'type:testing'],
  },
];

const boundaryRule = (constraints) => [
  'error',
  { enforceBuildableLibDependency: false, allow: [], depConstraints: constraints },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/out-tsc/**',
      '**/node_modules/**',
      'libs/contracts/src/gen/**',
      '.nx/**',
      '.millrace/**',
      '.engines/**',
      '.venv/**',
      '.bench/**',
      '.conformance/**',
      '**/*.d.ts',
    ],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule(boundaries),
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        {
          selector: 'ExportAllDeclaration[exported=null]',
          message: 'Say what is exported, name by name.',
        },
      ],
    },
  },
  {
    files: ['libs/{frame,ml,drift}/src/**/*.ts', 'libs/services/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Date',
          property: 'now',
          message: 'Take the time from the Clock port or an argument.',
        },
        {
          object: 'Math',
          property: 'random',
          message: 'Take a seed from the Random port or an argument.',
        },
        { object: 'process', property: 'env', message: 'Configuration is read by the apps.' },
      ],
    },
  },
  {
    // Specs may build what they test on embedded adapters.
    files: ['**/*.spec.ts', '**/*.spec.tsx', 'libs/testing/**/*.ts', '**/testing/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule([
        { sourceTag: '*', onlyDependOnLibsWithTags: ['*'] },
      ]),
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    // Benchmarks print their figures.
    files: ['tools/bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/vite.config.ts', '**/vitest.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
