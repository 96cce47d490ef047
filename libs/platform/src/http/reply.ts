import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { HttpReply } from './route.js';

const signOfLifeMs = 15_000;

async function write(response: ServerResponse, chunk: Uint8Array | string): Promise<void> {
  if (!response.write(chunk)) await once(response, 'drain');
}

/** Sends a reply; streams wait for the client and end when it goes away. */
export async function sendReply(
  response: ServerResponse,
  reply: HttpReply,
  signal: AbortSignal,
): Promise<void> {
  response.statusCode = reply.status;
  if ('json' in reply) {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(reply.json));
    return;
  }
  if ('events' in reply) {
    response.setHeader('content-type', 'text/event-stream');
    response.setHeader('cache-control', 'no-store');
    response.flushHeaders();
    // A comment now and then: proxies end connections on which nothing moves.
    const sign = setInterval(() => response.write(': here\n\n'), signOfLifeMs);
    try {
      for await (const { name, id, data } of reply.events) {
        if (signal.aborted) break;
        await write(response, `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
      }
    } finally {
      clearInterval(sign);
    }
    response.end();
    return;
  }
  response.setHeader('content-type', reply.contentType);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.fileName !== undefined) {
    response.setHeader(
      'content-disposition',
      `attachment; filename="${reply.fileName.replaceAll(/[^\w.-]/g, '_')}"`,
    );
  }
  if (reply.bytes instanceof Uint8Array) {
    response.end(reply.bytes);
    return;
  }
  for await (const chunk of reply.bytes) {
    if (signal.aborted) break;
    await write(response, chunk);
  }
  response.end();
}
