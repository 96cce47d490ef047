import { Badge } from '@mantine/core';

const colours: Readonly<Record<string, string>> = {
  queued: 'gray',
  running: 'blue',
  succeeded: 'teal',
  finished: 'teal',
  completed: 'teal',
  promoted: 'teal',
  ok: 'teal',
  passed: 'teal',
  stable: 'teal',
  no_drift: 'teal',
  skipped: 'yellow',
  cancelled: 'yellow',
  killed: 'yellow',
  warning: 'yellow',
  insufficient: 'gray',
  refused: 'orange',
  drift: 'red',
  drifted: 'red',
  detected: 'red',
  fail: 'red',
  failed: 'red',
};

export function StatusBadge({ status }: { readonly status: string }) {
  return (
    <Badge variant="light" color={colours[status.toLowerCase()] ?? 'gray'}>
      {status.replaceAll('_', ' ')}
    </Badge>
  );
}
