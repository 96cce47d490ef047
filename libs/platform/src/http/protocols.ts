import type { Route } from './route.js';

type Protocol = Pick<Route, 'tellError'>;

/**
 * How errors are told at an address that no route has: as all the routes under the same first step of the path tell them;
 * `undefined` where they do not agree.
 */
export function protocolsOf(routes: readonly Route[]): (path: string) => Protocol | undefined {
  const ways = new Map<string, Set<Route['tellError']>>();
  for (const { endpoint, tellError } of routes) {
    const step = firstStep(endpoint.path);
    const known = ways.get(step);
    if (known) known.add(tellError);
    else ways.set(step, new Set([tellError]));
  }
  return (path) => {
    const [tellError, ...others] = ways.get(firstStep(path)) ?? [];
    return tellError && others.length === 0 ? { tellError } : undefined;
  };
}

function firstStep(path: string): string {
  return path.split('/', 2)[1] ?? '';
}
