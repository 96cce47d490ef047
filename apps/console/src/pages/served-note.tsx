import { inferenceApi } from '@millrace/api';
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { endpointQuery } from '../queries.js';
import { servedInstead } from '../served-instead.js';

interface ServedNoteProps {
  readonly model: string;
  readonly champion: number | undefined;
}

/** Says so where another version than the champion answers: it is being loaded, or has been refused. */
export function ServedNote({ model, champion }: ServedNoteProps) {
  const { data } = useQuery({
    ...endpointQuery(inferenceApi.listServedModels, {}),
    refetchInterval: 5_000,
  });
  const version = servedInstead(data?.items ?? [], model, champion);
  if (version === undefined) return null;
  return (
    <Alert color="yellow" variant="light" title={`Version ${version} still answers`} role="status">
      Version {champion}, the champion, is being loaded. Where this stays so, its files could not be
      read or were refused; the log of inference says why.
    </Alert>
  );
}
