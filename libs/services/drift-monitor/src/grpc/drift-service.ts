import { type DriftServiceDefinition, type Handlers } from '@millrace/contracts';
import { driftApi } from '@millrace/api';
import { PlatformError } from '@millrace/platform';
import type { DriftContext } from '../operations/drift-context.js';
import { requestReport, type ReportRequest } from '../operations/request-report.js';
import { readReport } from '../store/report-queries.js';

function checkedRequest(sides: unknown): ReportRequest {
  const result = driftApi.createDriftReportBody.safeParse(sides);
  if (result.success) return result.data;
  throw new PlatformError('invalid_argument', 'The datasets to compare are not named rightly.', {
    faults: result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
  });
}

export function driftHandlers(context: DriftContext): Handlers<DriftServiceDefinition> {
  return {
    createDriftReport: async (request, { signal }) => {
      const sides = checkedRequest({
        reference: {
          dataset: request.referenceDataset,
          ...(request.referenceVersion !== undefined && { version: request.referenceVersion }),
        },
        current: {
          dataset: request.currentDataset,
          ...(request.currentVersion !== undefined && { version: request.currentVersion }),
        },
      });
      return { id: await requestReport(context, sides, signal) };
    },
    getDriftReport: async ({ id }) => {
      const { status, drifted, share } = await readReport(context.db, id);
      return { id, status, drifted: drifted ?? false, share: share ?? 0 };
    },
  };
}
