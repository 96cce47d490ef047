import { Code, CopyButton, Group, Tooltip, UnstyledButton } from '@mantine/core';
import { shortDigest } from '../format/names.js';

interface DigestProps {
  readonly value: string;
  /** What it is, for the copy button: `sha256`, `run id`. */
  readonly kind: string;
}

/** The start of a digest or id; a click copies all of it. */
export function Digest({ value, kind }: DigestProps) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${kind} ${value}`} multiline maw={420}>
          <UnstyledButton onClick={copy} aria-label={`Copy ${kind} ${value}`}>
            <Group gap={6} wrap="nowrap">
              <Code>{shortDigest(value)}</Code>
              <CopyMark done={copied} />
            </Group>
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}

function CopyMark({ done }: { readonly done: boolean }) {
  return (
    <svg width="13" height="13" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden>
      {done ? (
        <path d="M3 8.5l3.5 3.5L13 4.5" strokeWidth="1.8" />
      ) : (
        <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" strokeWidth="1.3" opacity="0.6" />
      )}
    </svg>
  );
}
