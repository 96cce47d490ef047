export { openFileJournal } from './file-journal.js';
export type { FileJournalOptions } from './file-journal.js';
export { segmentRecords } from './segment-file.js';
