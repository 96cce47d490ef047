import type { Endpoint, RequestOf } from '@millrace/api';
import { addressOf } from '@millrace/api';
import { Anchor } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { MouseEvent, ReactNode } from 'react';
import { api } from '../api-client.js';
import { readSessionKey } from '../session-key.js';

interface FileLinkProps<E extends Endpoint> {
  readonly endpoint: E;
  readonly request: RequestOf<E>;
  /** Name to save under; without it the file opens in a tab of its own. */
  readonly saveAs?: string;
  readonly children: ReactNode;
}

/** A link to a file of the API. A plain link cannot carry the API key: with one, the file is fetched first. */
export function FileLink<E extends Endpoint>({
  endpoint,
  request,
  saveAs,
  children,
}: FileLinkProps<E>) {
  const fetched = useMutation({
    mutationFn: async () => {
      const address = URL.createObjectURL(await api.download(endpoint, request));
      const link = document.createElement('a');
      link.href = address;
      if (saveAs === undefined) link.target = '_blank';
      else link.download = saveAs;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
  });
  const withKey = (event: MouseEvent) => {
    if (readSessionKey() === undefined) return;
    event.preventDefault();
    fetched.mutate();
  };
  const place = saveAs === undefined ? { target: '_blank', rel: 'noopener' } : { download: saveAs };
  return (
    <>
      <Anchor size="sm" href={addressOf(endpoint, request)} onClick={withKey} {...place}>
        {children}
      </Anchor>
      {fetched.error && (
        <Anchor component="span" size="xs" c="red" role="alert" ml="xs">
          {fetched.error.message}
        </Anchor>
      )}
    </>
  );
}
