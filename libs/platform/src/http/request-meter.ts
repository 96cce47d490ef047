import { durationBuckets, type Metrics } from '../metrics/metrics.js';

/** What is counted of every HTTP request, whichever way it was answered. */
export interface RequestMeter {
  /** @param route the path's template; `other` for an address that is no route */
  count(route: string, method: string, status: number, seconds: number): void;
}

export function requestMeter(metrics: Metrics, service: string): RequestMeter {
  const requests = metrics.counter({
    name: 'millrace_http_requests_total',
    help: 'HTTP requests answered.',
    labels: ['service', 'route', 'method', 'status'],
  });
  const durations = metrics.histogram({
    name: 'millrace_http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer.',
    labels: ['service', 'route', 'method'],
    buckets: durationBuckets,
  });
  const known = new Map<string, Map<string, Map<number, (seconds: number) => void>>>();
  const bound = (route: string, method: string, status: number) => {
    const add = requests.bind({ service, route, method, status: String(status) });
    const observe = durations.bind({ service, route, method });
    return (seconds: number) => {
      add(1);
      observe(seconds);
    };
  };
  return {
    count(route, method, status, seconds) {
      const ofRoute = memberOf(
        known,
        route,
        () => new Map<string, Map<number, (seconds: number) => void>>(),
      );
      const ofMethod = memberOf(
        ofRoute,
        method,
        () => new Map<number, (seconds: number) => void>(),
      );
      memberOf(ofMethod, status, () => bound(route, method, status))(seconds);
    },
  };
}

function memberOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}
