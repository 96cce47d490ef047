import { describe, expect, it } from 'vitest';
import { dvcFile } from './dvc-file.js';

describe('dvcFile', () => {
  it('equals what DVC 3.67.1 writes for a file of the same bytes', () => {
    expect(dvcFile({ md5: '344fd2323dd33d5c058b7cf27de029e8', size: 8, path: 'one.csv' })).toBe(
      [
        'outs:',
        '- md5: 344fd2323dd33d5c058b7cf27de029e8',
        '  size: 8',
        '  hash: md5',
        '  path: one.csv',
        '',
      ].join('\n'),
    );
  });
});
