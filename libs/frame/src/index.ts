export type { CategoricalColumn, Column, ColumnType, Frame, NumericColumn } from './frame.js';
export { CsvError, type CsvFault } from './csv/csv-error.js';
export { isMissingText } from './csv/missing-text.js';
export { CsvReader, parseCsv } from './csv/csv-reader.js';
export { decodeFrame, encodeFrame, FrameFormatError } from './columnar/frame-codec.js';
export { profileFrame, type ColumnProfile, type FrameProfile } from './profile/profile-frame.js';
export { columnByName, isMissing, selectColumns, selectRows } from './select/select.js';
