/** Words that stand for a missing value, beside an empty field. */
const missingWords: ReadonlySet<string> = new Set([
  '?',
  'NA',
  'N/A',
  'n/a',
  'na',
  '#N/A',
  'NaN',
  'nan',
  'NAN',
  'null',
  'NULL',
  'Null',
  'None',
]);
const longestMissingWord = 4;

/** Whether a field of a file says that its value is not known. */
export function isMissingText(text: string): boolean {
  return text === '' || (text.length <= longestMissingWord && missingWords.has(text));
}
