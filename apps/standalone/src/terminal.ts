const styled = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
const bold = (text: string) => (styled ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text: string) => (styled ? `\u001b[2m${text}\u001b[22m` : text);
const write = (text: string) => process.stdout.write(`${text}\n`);

/** What a person at the terminal reads; logs go to standard error. */
export const terminal = {
  line: (text: string) => write(text),
  step: (text: string) => write(`${dim('·')} ${text}`),
  section: (title: string) => write(`\n${bold(title)}`),
  pairs: (pairs: Readonly<Record<string, string>>) => {
    const width = Math.max(...Object.keys(pairs).map((name) => name.length));
    for (const [name, value] of Object.entries(pairs)) write(`  ${name.padEnd(width)}  ${value}`);
  },
  table: (rows: readonly (readonly string[])[]) => {
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => row[column]?.length ?? 0)),
    );
    rows.forEach((row, index) => {
      const text = row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ');
      write(`  ${index === 0 ? dim(text) : text}`);
    });
  },
  problem: (caught: unknown) => {
    process.stderr.write(
      `millrace: ${caught instanceof Error ? caught.message : String(caught)}\n`,
    );
  },
};
