import { Anchor, Badge, createTheme } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  headings: { fontWeight: '600' },
  components: {
    Anchor: Anchor.extend({ defaultProps: { size: 'sm' } }),
    // A badge says its word in full, also in a narrow table.
    Badge: Badge.extend({
      defaultProps: { tt: 'none' },
      styles: { root: { minWidth: 'max-content', flexShrink: 0 } },
    }),
  },
});
