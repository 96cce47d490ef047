import { Badge, Group } from '@mantine/core';

/** A model version's aliases, the champion first. */
export function AliasBadges({ aliases }: { readonly aliases: readonly string[] }) {
  const ordered = aliases.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return (
    <Group gap={6}>
      {ordered.map((alias) => (
        <Badge
          key={alias}

          color={alias === 'champion' ? 'cyan' : 'grape'}
          variant="filled"
        >
          {alias}
        </Badge>
      ))}
    </Group>
  );
}

const rank = (alias: string) => (alias === 'champion' ? 0 : 1);
