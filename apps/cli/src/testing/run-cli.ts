import { runCommand } from '../run-command.js';

/** What the server says. */
export type Answer = (request: Request) => Response | Promise<Response>;

export const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

/** Runs the command line over a server that answers like this. */
export async function run(args: readonly string[], answer: Answer, environment = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const requests: { method: string; url: string; body: string; headers: Headers }[] = [];
  const code = await runCommand(args, {
    environment,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    fetch: async (input, init) => {
      const request = new Request(input as string, init);
      const { method, url, headers } = request;
      requests.push({ method, url, headers, body: await request.clone().text() });
      return answer(request);
    },
  });
  return { code, out: out.join('\n'), err: err.join('\n'), requests };
}
