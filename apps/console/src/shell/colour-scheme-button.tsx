import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

export function ColourSchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon
      variant="default"
      size="lg"
      onClick={() => setColorScheme(other)}
      aria-label={`Use the ${other} colours`}
    >
      <svg width="17" height="17" viewBox="0 0 20 20" fill="none" stroke="currentColor" aria-hidden>
        {scheme === 'dark' ? (
          <path
            d="M10 6.2a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 0 0 0-7.6M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M16 4l-1.4 1.4M5.4 14.6L4 16"
            strokeWidth="1.5"
          />
        ) : (
          <path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z" strokeWidth="1.5" />
        )}
      </svg>
    </ActionIcon>
  );
}
