import type { Fault } from '@millrace/platform';

const longest = 256;

/** Names that could not travel on as the names of features: each as a fault of the header line. */
export function columnNameFaults(columns: readonly { readonly name: string }[]): Fault[] {
  return columns.flatMap(({ name }, index) => {
    const reason = reasonAgainst(name);
    return reason === undefined
      ? []
      : [{ line: 1, message: `Column ${index + 1} has a name ${reason}.` }];
  });
}

function reasonAgainst(name: string): string | undefined {
  // A row is a JSON object by feature name, where this one means something else.
  if (name === '__proto__') return 'that no JSON object can carry safely: "__proto__"';
  if (name.trim() === '') return 'that is empty';
  if (name.length > longest) return `of more than ${longest} characters`;
  if (/\p{Cc}/u.test(name)) return `with a control character: ${JSON.stringify(name)}`;
  return undefined;
}
