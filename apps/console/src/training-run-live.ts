import { afterTrainingEvent, trainingApi, type TrainingRunBody } from '@millrace/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from './api-client.js';
import { endpointQuery } from './queries.js';

export function hasEnded(run: Pick<TrainingRunBody, 'status'>): boolean {
  return run.status !== 'queued' && run.status !== 'running';
}

/** A training run that stays true while it is looked at: by server-sent events, by polling where those fail. */
export function useTrainingRun(id: string) {
  const [streaming, setStreaming] = useState(false);
  const queries = useQueryClient();
  const options = endpointQuery(trainingApi.getTrainingRun, { params: { id } });
  const query = useQuery({
    ...options,
    refetchInterval: ({ state }) =>
      streaming || !state.data || hasEnded(state.data) ? false : 2_000,
  });
  const follows = query.data !== undefined && !hasEnded(query.data);
  useEffect(() => {
    if (!follows) return undefined;
    const stop = new AbortController();
    const { queryKey } = endpointQuery(trainingApi.getTrainingRun, { params: { id } });
    const follow = async () => {
      const request = { params: { id }, signal: stop.signal };
      for await (const event of api.follow(trainingApi.followTrainingRun, request)) {
        setStreaming(true);
        queries.setQueryData<TrainingRunBody>(queryKey, (run) => afterTrainingEvent(run, event));
      }
    };
    // Whatever ends the stream, the poll goes on from there.
    follow()
      .catch(() => undefined)
      .finally(() => {
        if (!stop.signal.aborted) setStreaming(false);
      });
    return () => {
      stop.abort();
      setStreaming(false);
    };
  }, [follows, id, queries]);
  return { query, streaming };
}
