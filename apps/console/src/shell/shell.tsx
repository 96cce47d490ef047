import { AppShell, Burger, Divider, Group, NavLink, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { ApiKeyButton } from './api-key-button.js';
import { ColourSchemeButton } from './colour-scheme-button.js';
import { NavigationIcon } from './navigation-icon.js';
import type { IconName } from './navigation-icon.js';

const places: readonly { label: string; to: string; icon: IconName }[] = [
  { label: 'Overview', to: '/', icon: 'overview' },
  { label: 'Datasets', to: '/datasets', icon: 'datasets' },
  { label: 'Training', to: '/training', icon: 'training' },
  { label: 'Experiments', to: '/experiments', icon: 'experiments' },
  { label: 'Models', to: '/models', icon: 'models' },
  { label: 'Predict', to: '/predict', icon: 'predict' },
  { label: 'Drift', to: '/drift', icon: 'drift' },
];

export function Shell({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation();
  const [open, { toggle, close }] = useDisclosure();
  useEffect(close, [close, pathname]);
  const isHere = (to: string) =>
    to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`);
  return (
    <AppShell
      header={{ height: 54 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding="lg"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between">
          <Group gap="sm">
            <Burger
              opened={open}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={open ? 'Close the menu' : 'Open the menu'}
            />
            <img src="/favicon.svg" alt="" width={26} height={26} />
            <Title order={3} size="h4" component="p">
              Millrace
            </Title>
            <Text size="sm" c="dimmed" visibleFrom="sm">
              data in, models out, the stream watched
            </Text>
          </Group>
          <ColourSchemeButton />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Main">
        <Stack gap={2} flex={1}>
          {places.map(({ label, to, icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={label}
              active={isHere(to)}
              aria-current={isHere(to) ? 'page' : undefined}
              leftSection={<NavigationIcon name={icon} />}
              style={{ borderRadius: 'var(--mantine-radius-md)' }}
            />
          ))}
        </Stack>
        <Divider my="sm" />
        <NavLink
          href="/docs"
          label="API reference"
          leftSection={<NavigationIcon name="reference" />}
          style={{ borderRadius: 'var(--mantine-radius-md)' }}
        />
        <ApiKeyButton />
      </AppShell.Navbar>
      <AppShell.Main>
        <div style={{ maxWidth: 1240, margin: '0 auto' }}>{children}</div>
      </AppShell.Main>
    </AppShell>
  );
}
