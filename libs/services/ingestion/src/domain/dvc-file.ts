/**
 * The `.dvc` file of one file, byte for byte as DVC 3 writes it. `path` must be a plain YAML scalar; `hash` is what
 * tells DVC 3 that the md5 was taken over the bytes as they are.
 */
export function dvcFile(out: { md5: string; size: number; path: string }): string {
  return `outs:\n- md5: ${out.md5}\n  size: ${out.size}\n  hash: md5\n  path: ${out.path}\n`;
}
