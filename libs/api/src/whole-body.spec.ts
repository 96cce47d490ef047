import { describe, expect, it } from 'vitest';
import { wholeBody } from './whole-body.js';

/** An answer that comes in these pieces, and is broken off unless it is whole. */
function answer(pieces: readonly string[], whole: boolean): Response {
  const left = [...pieces];
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = left.shift();
        if (piece !== undefined) controller.enqueue(new TextEncoder().encode(piece));
        else if (whole) controller.close();
        else controller.error(new TypeError('terminated'));
      },
    }),
    { headers: { 'content-type': 'application/x-ndjson' } },
  );
}

describe('the body of a download', () => {
  it('is what was sent, with its type', async () => {
    const body = await wholeBody(answer(['{"a":1}\n', '{"a":2}\n'], true));
    expect([await body.text(), body.type]).toEqual(['{"a":1}\n{"a":2}\n', 'application/x-ndjson']);
  });

  it('that is broken off fails with the problem that its last line tells', async () => {
    const error = { type: 't', title: 'Invalid request', status: 400, detail: 'Behind row 1: no.' };
    const reading = wholeBody(answer(['{"prediction":1}\n', JSON.stringify({ error })], false));
    await expect(reading).rejects.toMatchObject({ name: 'ApiError', problem: error });
  });

  const error = { type: 't', title: 'Invalid', status: 400, detail: 'Behind row 1: "x, y"\n.' };
  const json = JSON.stringify(error);
  it.each([
    ['CSV', `prediction,error\r\n531,\r\n,"${json.replaceAll('"', '""')}"\r\n`],
    ['Arrow IPC', `ARROW\0\0\0{"type":1}\0\0${json}\0\0\0\0`],
    ['Arrow IPC without padding', `ARROW\0\0\0${json}`],
  ])('that is broken off fails with the problem in its last row (%s)', async (_, sent) => {
    await expect(wholeBody(answer([sent], false))).rejects.toMatchObject({ problem: error });
  });

  it.each(['prediction,error\r\n531,\r\n', '{"error":"of a row"}\n', ''])(
    'that is broken off and says nothing of it is never taken for whole: %j',
    async (sent) => {
      await expect(wholeBody(answer([sent], false))).rejects.toMatchObject({
        status: 0,
        message: `The answer was broken off behind ${sent.length} bytes: it is not whole.`,
      });
    },
  );
});
