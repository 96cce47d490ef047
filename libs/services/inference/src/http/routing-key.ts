/** Header by which a client keeps its requests together: a user's id, say. */
const routingKeyHeader = 'x-routing-key';
const longest = 256;

/** The routing key of a request; only its beginning counts where it is long. */
export function routingKeyOf(header: (name: string) => string | undefined): string | undefined {
  return header(routingKeyHeader)?.slice(0, longest);
}
