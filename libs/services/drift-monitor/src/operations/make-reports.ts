import { PlatformError, resumeScope, type BackgroundTask } from '@millrace/platform';
import { claimReport, releaseLease, renewLease, type StoredReport } from '../store/report-lease.js';
import { completeReport } from './complete-report.js';
import { computeReport } from './compute-report.js';
import type { DriftContext } from './drift-context.js';
import { failReport } from './fail-report.js';

const idleMs = 300;
const renewMs = 3_000;
const mostAttempts = 20;
const longestPauseMs = 60_000;

/**
 * Makes the reports that wait, oldest first, one at a time. A report is held by a lease: when its maker is killed
 * another one starts it again, and only one of them keeps the result.
 */
export function makeReports(context: DriftContext): BackgroundTask {
  return {
    name: 'drift-reports',
    run: async (signal) => {
      const owner = context.ids.next();
      while (!signal.aborted) {
        const report = await claimReport(context.db, { owner, now: context.clock.now() });
        if (report) {
          await resumeScope(report.scope, () => makeReport(context, report, owner, signal));
        } else await context.clock.sleep(idleMs, signal);
      }
    },
  };
}

async function makeReport(
  context: DriftContext,
  report: StoredReport,
  owner: string,
  signal: AbortSignal,
): Promise<void> {
  const { db, clock, logger } = context;
  const finished = new AbortController();
  const lost = new AbortController();
  const working = AbortSignal.any([signal, lost.signal]);
  const renewing = keepLease(context, report.id, owner, {
    until: finished.signal,
    onLost: () => lost.abort(),
  });
  try {
    const result = await computeReport(context, report, working);
    const outcome = await completeReport(context, { report, result, owner });
    logger.info('A drift report was made.', { reportId: report.id, outcome });
  } catch (caught) {
    if (lost.signal.aborted) return;
    const error = PlatformError.from(caught);
    if (signal.aborted) {
      await releaseLease(db, report.id, { owner, now: clock.now(), pauseMs: 0 });
    } else if (error.retriable && report.attempts < mostAttempts) {
      const pauseMs = Math.min(500 * 2 ** report.attempts, longestPauseMs);
      logger.warn('A drift report has to wait.', { reportId: report.id, cause: error, pauseMs });
      await releaseLease(db, report.id, { owner, now: clock.now(), pauseMs });
    } else {
      logger.error('A drift report failed.', { reportId: report.id, cause: error.cause ?? error });
      await failReport(context, { report, error, owner });
    }
  } finally {
    finished.abort();
    await renewing;
  }
}

async function keepLease(
  { db, clock, logger }: DriftContext,
  id: string,
  owner: string,
  { until, onLost }: { until: AbortSignal; onLost: () => void },
): Promise<void> {
  for (;;) {
    await clock.sleep(renewMs, until);
    if (until.aborted) return;
    try {
      if (await renewLease(db, id, { owner, now: clock.now() })) continue;
      onLost();
      return;
    } catch (cause) {
      // The next round may get through before the lease ends; if not, somebody else takes over.
      logger.warn('The lease of a drift report could not be renewed.', { reportId: id, cause });
    }
  }
}
