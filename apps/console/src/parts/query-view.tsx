import { Button, Center, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorAlert } from './error-alert.js';

interface Query<Data> {
  readonly data: Data | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

interface QueryViewProps<Data> {
  readonly query: Query<Data>;
  readonly children: (data: Data) => ReactNode;
}

/** Shows a query's data; before it is there a loader, instead of it the error with a way to try again. */
export function QueryView<Data>({ query, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && (
          <ErrorAlert
            title="What you see may be old"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        )}
        {children(query.data)}
      </>
    );
  }
  if (query.error) return <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Center mih={120}>
      <Loader size="sm" role="status" aria-label="Loading" />
    </Center>
  );
}

interface PagedQuery<Item> extends Query<readonly Item[]> {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

interface PagesViewProps<Item> {
  readonly query: PagedQuery<Item>;
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** Shows a paged list, what to do when it is empty, and a button for its next page. */
export function PagesView<Item>({ query, empty, children }: PagesViewProps<Item>) {
  return (
    <QueryView query={query}>
      {(items) => (
        <>
          {items.length === 0 ? empty : children(items)}
          {query.hasNextPage && (
            <Center mt="md">
              <Button
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Show more
              </Button>
            </Center>
          )}
        </>
      )}
    </QueryView>
  );
}
