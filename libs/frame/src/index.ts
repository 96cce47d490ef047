export type { CategoricalColumn, Column, ColumnType, Frame, NumericColumn } from './frame.js';
