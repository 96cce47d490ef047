import { z } from 'zod';
import { ApiError } from './api-error.js';
import { problemSchema } from './shapes.js';
import type { Problem } from './shapes.js';

const lastLine = z.object({ error: problemSchema });
/** How a problem document in the last cell of CSV begins, and anywhere in Arrow IPC, where a text is as it is. */
const quotedProblem = /,"(\{.*\})"$/;
const problemStart = '{"type":';

/**
 * All bytes of an answer.
 * @throws ApiError when it is broken off, with the reason where its last row tells it (`predict-batch`)
 */
export async function wholeBody(response: Response, signal?: AbortSignal): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    const reader = response.body?.getReader();
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
      parts.push(next.value);
    }
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new ApiError(await toldProblem(new Blob(parts)), { cause });
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? '' });
}

async function toldProblem(received: Blob): Promise<Problem> {
  // A problem takes far less.
  const end = await received.slice(-65_536).text();
  const line = end.trimEnd().split('\n').at(-1) ?? '';
  return (
    lastLine.safeParse(jsonOrUndefined(line)).data?.error ??
    problemIn(quotedProblem.exec(line)?.[1]?.replaceAll('""', '"')) ??
    problemIn(end.slice(Math.max(0, end.lastIndexOf(problemStart))).split('\0', 1)[0]) ??
    unknownProblem(received.size)
  );
}

function problemIn(text: string | undefined): Problem | undefined {
  return problemSchema.safeParse(jsonOrUndefined(text ?? '')).data;
}

function unknownProblem(received: number): Problem {
  return {
    type: 'about:blank',
    title: 'Answer broken off',
    status: 0,
    detail: `The answer was broken off behind ${received} bytes: it is not whole.`,
  };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
