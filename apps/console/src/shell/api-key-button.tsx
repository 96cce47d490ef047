import { Button, Group, Modal, NavLink, PasswordInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readSessionKey, writeSessionKey } from '../session-key.js';
import { NavigationIcon } from './navigation-icon.js';

export function ApiKeyButton() {
  const [open, { open: show, close }] = useDisclosure();
  const [key, setKey] = useState('');
  const queries = useQueryClient();
  const keep = (value: string) => {
    writeSessionKey(value);
    setKey('');
    close();
    void queries.resetQueries();
  };
  const present = readSessionKey() !== undefined;
  return (
    <>
      <NavLink
        component="button"
        type="button"
        label={present ? 'API key (set)' : 'API key'}
        leftSection={<NavigationIcon name="key" />}
        onClick={show}
        style={{ borderRadius: 'var(--mantine-radius-md)' }}
      />
      <Modal opened={open} onClose={close} title="API key">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            keep(key);
          }}
        >
          <Stack>
            <Text size="sm" c="dimmed">
              A server that listens beyond this machine asks for a key. It stays in this tab and is
              forgotten when the tab closes.
            </Text>
            <PasswordInput
              label="Key"
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
            <Group justify="flex-end">
              {present && (
                <Button variant="default" onClick={() => keep('')}>
                  Forget the key
                </Button>
              )}
              <Button type="submit" disabled={key.trim() === ''}>
                Use this key
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
