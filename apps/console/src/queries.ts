import type { AddressPartsOf, Endpoint, RequestOf, ResultOf } from '@millrace/api';
import { ApiError } from '@millrace/api';
import { QueryClient, queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api } from './api-client.js';

/** Tries again only what may succeed the second time: no answer, or a server in trouble. */
export function worthRetrying(failures: number, error: Error): boolean {
  const status = error instanceof ApiError ? error.status : 500;
  return failures < 2 && (status === 0 || status >= 500);
}

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: worthRetrying, staleTime: 2_000 } },
});

/** The query of one endpoint that answers JSON, cached by its parameters. */
export function endpointQuery<E extends Endpoint>(endpoint: E, given: AddressPartsOf<E>) {
  return queryOptions<ResultOf<E>>({
    queryKey: [endpoint.operationId, given.params ?? {}, given.query ?? {}],
    queryFn: ({ signal }) => api.call(endpoint, { ...given, signal } as unknown as RequestOf<E>),
  });
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken?: string | undefined;
}
type ItemOf<E extends Endpoint> =
  ResultOf<E> extends { readonly items: readonly (infer Item)[] } ? Item : never;

/** A list of which pages are read one by one; `refetchInterval` in milliseconds. */
export function usePages<E extends Endpoint>(
  endpoint: E,
  given: AddressPartsOf<E>,
  refetchInterval: number | false = false,
) {
  return useInfiniteQuery({
    queryKey: [endpoint.operationId, 'pages', given.params ?? {}, given.query ?? {}],
    queryFn: async ({ signal, pageParam }) => {
      const query = { ...given.query, ...(pageParam ? { pageToken: pageParam } : {}) };
      const request = { ...given, query, signal } as unknown as RequestOf<E>;
      return (await api.call(endpoint, request)) as Page<ItemOf<E>>;
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPageToken,
    select: ({ pages }) => pages.flatMap((page) => page.items),
    refetchInterval,
  });
}
