import { inferenceApi } from '@millrace/api';
import type { HttpRequest } from '@millrace/platform';

/** What the media type of a request is, in lower case and without parameters; empty when it says none. */
export function mediaTypeOf({ header }: Pick<HttpRequest, 'header'>): string {
  return (header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The first of these types that the Accept header names. */
export function acceptedOf<Type extends string>(
  accept: string | undefined,
  types: readonly Type[],
): Type | undefined {
  const named = (accept ?? '').split(',').map((part) => part.split(';', 1)[0]?.trim());
  return types.find((each) => named.includes(each));
}

export function isArrow(media: string): boolean {
  return inferenceApi.arrowTypes.some((type) => type === media);
}
