export interface PageRequest {
  readonly pageSize: number;
  readonly pageToken?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken?: string;
}

/** The page of a query that asked for one row more than fits, to see whether there is a next page. */
export function pageOf<Item>(
  rows: readonly Item[],
  pageSize: number,
  tokenAfter: (last: Item) => string,
): Page<Item> {
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  return rows.length > pageSize && last !== undefined
    ? { items, nextPageToken: tokenAfter(last) }
    : { items };
}
