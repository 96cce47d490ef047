import { ApiError } from '@millrace/api';
import { Alert, Button, List, Text } from '@mantine/core';

interface ErrorAlertProps {
  readonly error: Error;
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** What went wrong, for the person: the problem's detail, its faults, and the id to look up in the logs. */
export function ErrorAlert({ error, title, onRetry }: ErrorAlertProps) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  const faults = error instanceof ApiError ? error.faults : [];
  const hint =
    problem?.status === 401 || problem?.status === 403
      ? 'Enter an API key with the right role: “API key”, at the bottom of the menu.'
      : undefined;
  return (
    <Alert color="red" variant="light" role="alert" title={title ?? problem?.title ?? 'Error'}>
      <Text size="sm" className="break-anywhere">
        {error.message}
      </Text>
      {faults.length > 0 && (
        <List size="sm" mt="xs">
          {faults.slice(0, 20).map((fault) => (
            <List.Item key={fault}>{fault}</List.Item>
          ))}
        </List>
      )}
      {hint && (
        <Text size="sm" mt="xs">
          {hint}
        </Text>
      )}
      {problem?.instance && (
        <Text size="xs" c="dimmed" mt="xs">
          Request {problem.instance}
        </Text>
      )}
      {onRetry && (
        <Button mt="sm" size="xs" variant="light" color="red" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
