import { type TrackingServiceDefinition, type Handlers } from '@millrace/contracts';
import { createRun } from '../operations/create-run.js';
import type { RegistryContext } from '../operations/registry-context.js';
import { updateRun } from '../operations/update-run.js';
import { readRun } from '../store/run-queries.js';
import { runMessage, storedStatus } from './messages.js';

export function trackingHandlers(context: RegistryContext): Handlers<TrackingServiceDefinition> {
  return {
    createRun: async (request) => ({ run: runMessage(await createRun(context, request)) }),
    updateRun: async (request) => ({
      run: runMessage(
        await updateRun(context, { ...request, status: storedStatus(request.status) }),
      ),
    }),
    getRun: async ({ runId }) => ({ run: runMessage(await readRun(context.db, runId)) }),
  };
}
