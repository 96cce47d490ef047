/** Which version of a model a request names. */
export type VersionChoice =
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'alias'; readonly alias: string };

const greatest = 2 ** 31 - 1;

/** As it stands in a path or message: a number, or the name of an alias. */
export function versionChoiceOf(text: string): VersionChoice {
  return /^[1-9]\d{0,9}$/.test(text) && Number(text) <= greatest
    ? { kind: 'version', version: Number(text) }
    : { kind: 'alias', alias: text };
}
