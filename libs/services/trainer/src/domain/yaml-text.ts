/**
 * A text as a double-quoted scalar of YAML 1.1 and 1.2. All but printable ASCII is escaped: readers take some characters of
 * Unicode for line breaks, and refuse others.
 */
export function yamlText(value: string): string {
  const escaped = Array.from(value, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code <= 0x7e) return character;
    const hex = code.toString(16);
    return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
  return `"${escaped.join('')}"`;
}
