import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface PageProps {
  readonly title: string;
  /** Pages above this one, outermost first. */
  readonly above?: readonly { readonly label: string; readonly to: string }[];
  readonly beside?: ReactNode;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, above = [], beside, subtitle, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Millrace`;
  }, [title]);
  return (
    <Stack gap="lg">
      <div>
        {above.length > 0 && (
          <Breadcrumbs mb={4} separatorMargin={6}>
            {above.map(({ label, to }) => (
              <Anchor key={to} component={Link} to={to} size="sm">
                {label}
              </Anchor>
            ))}
          </Breadcrumbs>
        )}
        <Group justify="space-between" align="center">
          <Group gap="sm">
            <Title order={1} size="h2" className="break-anywhere">
              {title}
            </Title>
            {beside}
          </Group>
          {actions && <Group gap="sm">{actions}</Group>}
        </Group>
        {subtitle && (
          <Text c="dimmed" size="sm" component="div">
            {subtitle}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}
