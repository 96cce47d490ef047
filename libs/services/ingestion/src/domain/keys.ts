/** Where the bytes of a version lie: the layout a DVC remote has, so that DVC can pull them. */
export function dataKeyOf(dataset: string, md5: string): string {
  return `datasets/${dataset}/files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`;
}

/** Where a columnar form lies, by the SHA-256 of its encoding. */
export function frameKeyOf(sha256: string): string {
  return `frames/${sha256}`;
}

/** Where a file that failed validation is kept aside, for a person to look at. */
export function rejectedKeyOf(dataset: string, sha256: string): string {
  return `rejected/${dataset}/${sha256}`;
}
