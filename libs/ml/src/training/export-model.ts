import { decodeModelState } from '../model/model-file.js';
import { exportOnnx, NotExportable } from '../onnx/export-onnx.js';
import type { ExportResult, ExportTask } from './candidate-task.js';

/** @throws ModelFormatError */
export function exportModel({ model }: Pick<ExportTask, 'model'>): ExportResult {
  try {
    return { kind: 'export', status: 'succeeded', ...exportOnnx(decodeModelState(model)) };
  } catch (error) {
    if (!(error instanceof NotExportable)) throw error;
    return { kind: 'export', status: 'skipped', reason: error.message };
  }
}
