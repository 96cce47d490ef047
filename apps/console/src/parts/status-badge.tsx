import { Badge } from '@mantine/core';

const colours: Readonly<Record<string, string>> = {
  running: 'blue',
  succeeded: 'teal',
  finished: 'teal',
  completed: 'teal',
  promoted: 'teal',
  stable: 'teal',
  skipped: 'yellow',
  stopped: 'gray',
  cancelled: 'yellow',
  killed: 'yellow',
  new_column: 'yellow',
  some_columns: 'yellow',
  refused: 'orange',
  drifted: 'red',
  type_mismatch: 'red',
  missing_column: 'red',
  failed: 'red',
};

export function StatusBadge({ status }: { readonly status: string }) {
  return (
    <Badge variant="light" color={colours[status] ?? 'gray'}>
      {status.replaceAll('_', ' ')}
    </Badge>
  );
}
