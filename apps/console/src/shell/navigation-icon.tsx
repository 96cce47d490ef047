const paths = {
  overview: 'M3 10.5 10 4l7 6.5M5 9v7.5h10V9',
  datasets:
    'M3.5 5.5c0-1.4 2.9-2.5 6.5-2.5s6.5 1.1 6.5 2.5-2.9 2.5-6.5 2.5-6.5-1.1-6.5-2.5zM3.5 5.5v9c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5v-9M3.5 10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5',
  training: 'M4 16V9M10 16V4M16 16v-4.5',
  experiments: 'M8 3h4M8.5 3v5L4 16.5h12L11.5 8V3M6.5 12.5h7',
  models: 'M10 3l6.5 3.5v7L10 17l-6.5-3.5v-7zM3.5 6.5L10 10l6.5-3.5M10 10v7',
  predict: 'M10 3v3M10 14v3M3 10h3M14 10h3M5 5l2 2M13 13l2 2M15 5l-2 2M7 13l-2 2',
  drift: 'M2.5 13c2.5 0 3-7 6-7s3.5 9 6 9 2-3 3-3',
  reference: 'M7 6l-4 4 4 4M13 6l4 4-4 4',
  key: 'M12.5 7.5m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0M10 10l-6 6M5.5 14.5l1.8 1.8',
} as const;

export type IconName = keyof typeof paths;

export function NavigationIcon({ name }: { readonly name: IconName }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d={paths[name]} />
    </svg>
  );
}
