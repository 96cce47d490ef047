import { describe, expect, it } from 'vitest';
import { addressOf } from './client.js';
import { artifactPathSchema, downloadArtifact } from './registry.js';

describe('the path of an artifact', () => {
  it.each(['evaluation.json', 'model/MLmodel', 'model/input_example.json'])('may be %s', (path) => {
    expect(artifactPathSchema.safeParse(path).success).toBe(true);
  });

  it.each(['', '/etc', '../x', 'model/../x', 'model//x', 'model/', 'a\\b', 'a\0', '.hidden'])(
    'may not be %j',
    (path) => {
      expect(artifactPathSchema.safeParse(path).success).toBe(false);
    },
  );

  it('is one segment of the address', () => {
    const params = { runId: 'r', artifact: 'model/MLmodel' };
    expect(addressOf(downloadArtifact, { params })).toBe(
      '/api/v1/runs/r/artifacts/model%2FMLmodel',
    );
  });
});
