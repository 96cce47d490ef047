import type { TrainingEvent } from '@millrace/api';
import type { ServerEvent } from '@millrace/platform';
import type { RunNews } from '../operations/follow-training-run.js';
import { entryBody, runBody, standingBody, underWayBody } from './run-body.js';

/** What has become of a run as server-sent events, each named after what it tells, with the run's revision as its id. */
export async function* trainingEvents(
  news: AsyncIterable<RunNews>,
  now: () => Date,
): AsyncGenerator<ServerEvent & { readonly data: TrainingEvent }, void, undefined> {
  for await (const each of news) {
    const data = eventOf(each, now());
    yield { name: data.event, id: String(each.revision), data };
  }
}

function eventOf(news: RunNews, now: Date): TrainingEvent {
  const standing = standingBody(news.run, now);
  switch (news.kind) {
    case 'run':
      return { event: 'run', ...runBody(news.whole, now) };
    case 'trial':
      return { event: 'trial', ...standing, candidate: underWayBody(news.underWay) };
    case 'fold':
      return {
        event: 'fold',
        ...standing,
        candidate: underWayBody(news.underWay),
        fold: news.fold.number + 1,
        metrics: news.fold.metrics,
        fitSeconds: news.fold.fit_seconds,
      };
    case 'candidate':
      return { event: 'candidate', ...standing, candidate: entryBody(news.run, news.candidate) };
  }
}

/** The revision that a client saw last; undefined for one that comes for the first time. */
export function lastRevision(lastEventId: string | undefined): number | undefined {
  return lastEventId !== undefined && /^\d{1,9}$/.test(lastEventId)
    ? Number(lastEventId)
    : undefined;
}
