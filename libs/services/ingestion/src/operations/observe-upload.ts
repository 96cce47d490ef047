import { PlatformError, type Metrics } from '@millrace/platform';
import type { IngestionContext } from './context.js';
import { uploadVersion, type Upload, type UploadResult } from './upload-version.js';

export type UploadObserver = (upload: Upload) => Promise<UploadResult>;

const uploadBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Uploads, counted and timed. */
export function observedUpload(context: IngestionContext, metrics: Metrics): UploadObserver {
  const uploads = metrics.counter({
    name: 'millrace_dataset_uploads_total',
    help: 'Uploads of dataset files, by what became of them.',
    labels: ['outcome'],
  });
  const rows = metrics.counter({
    name: 'millrace_dataset_rows_total',
    help: 'Rows of new dataset versions.',
  });
  const bytes = metrics.counter({
    name: 'millrace_dataset_size_bytes',
    help: 'Bytes of new dataset versions, summed since the start.',
  });
  const seconds = metrics.histogram({
    name: 'millrace_dataset_upload_duration_seconds',
    help: 'Time from the first byte of an upload to its answer.',
    labels: ['outcome'],
    buckets: uploadBuckets,
  });
  return async (upload) => {
    const start = performance.now();
    let outcome = 'failed';
    try {
      const result = await uploadVersion(context, upload);
      outcome = result.outcome;
      if (outcome === 'created') {
        const { version } = result;
        rows.add({}, version.rows);
        bytes.add({}, version.bytes);
        context.logger.info('A dataset version was added.', {
          dataset: version.dataset,
          version: version.version,
          rows: version.rows,
        });
      }
      return result;
    } catch (caught) {
      const { code } = PlatformError.from(caught);
      if (code === 'invalid_argument' || code === 'payload_too_large') outcome = 'rejected';
      throw caught;
    } finally {
      uploads.add({ outcome });
      seconds.observe({ outcome }, (performance.now() - start) / 1000);
    }
  };
}
