import type { DatasetVersionBody } from '@millrace/api';
import { ApiError, addressOf, datasetsApi, errorOfAnswer } from '@millrace/api';
import { readSessionKey } from './session-key.js';

export interface Upload {
  readonly name: string;
  readonly target: string | undefined;
  readonly file: File;
  /** Called with the share sent so far, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

export interface UploadedVersion {
  readonly version: DatasetVersionBody;
  /** False when these bytes were a version already. */
  readonly isNew: boolean;
}

/** Sends a file with its progress, which `fetch` cannot tell. Throws `ApiError`. */
export function uploadDataset(upload: Upload): Promise<UploadedVersion> {
  return new Promise((resolve, reject) => send(upload, resolve, reject));
}

function send(
  { name, target, file, onProgress }: Upload,
  resolve: (uploaded: UploadedVersion) => void,
  reject: (error: ApiError) => void,
): void {
  const request = new XMLHttpRequest();
  const address = addressOf(datasetsApi.uploadDatasetVersion, {
    params: { name },
    query: { target },
  });
  request.open('POST', address);
  request.setRequestHeader('content-type', contentTypeOf(file.name));
  request.setRequestHeader('accept', 'application/json');
  const key = readSessionKey();
  if (key) request.setRequestHeader('authorization', `Bearer ${key}`);
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
  });
  request.addEventListener('load', () => {
    const { status, statusText, responseText } = request;
    const parsed = datasetsApi.datasetVersionSchema.safeParse(jsonOrUndefined(responseText));
    if (status >= 200 && status < 300 && parsed.success) {
      resolve({ version: parsed.data, isNew: status === 201 });
    } else {
      reject(errorOfAnswer(status, statusText, responseText));
    }
  });
  request.addEventListener('error', () => {
    reject(
      new ApiError({
        type: 'about:blank',
        title: 'The upload broke off',
        status: 0,
        detail: 'The connection to the server was lost. Sending the same file again is safe.',
      }),
    );
  });
  request.send(file);
}

function contentTypeOf(fileName: string): string {
  return fileName.toLowerCase().endsWith('.gz') ? 'application/gzip' : 'text/csv';
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
