import { Center, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** A place where nothing is yet, and what to do about it. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <Center py="xl">
      <Stack align="center" gap={4} maw={460}>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" ta="center" component="div">
          {children}
        </Text>
      </Stack>
    </Center>
  );
}
