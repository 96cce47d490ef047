const place = 'millrace.api-key';

type KeyStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The API key of this browser tab; it is forgotten when the tab closes. */
export function readSessionKey(storage: KeyStorage = sessionStorage): string | undefined {
  return storage.getItem(place) ?? undefined;
}

export function writeSessionKey(key: string, storage: KeyStorage = sessionStorage): void {
  const trimmed = key.trim();
  if (trimmed === '') storage.removeItem(place);
  else storage.setItem(place, trimmed);
}
