import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openEngine, type Engine, type EngineAnswer } from './engine.js';
import type { EngineCall, EngineFault, EngineReply, EngineSeat } from './engine-messages.js';

/**
 * The other end of `openEngineThread`: call it once in the worker's entry file.
 * @throws TypeError outside a worker thread
 */
export function serveEngine(): void {
  const port = parentPort;
  if (!port) throw new TypeError('serveEngine belongs into a worker thread.');
  const { dataDir } = workerData as EngineSeat;
  const engine = openEngine(dataDir);
  void tell(port, 0, async () => {
    await engine;
    return { rows: [] };
  });
  port.on('message', (call: EngineCall) => {
    void tell(port, call.id, async () => answerOf(await engine, call));
  });
}

async function answerOf(engine: Engine, call: EngineCall): Promise<EngineAnswer> {
  if (call.kind === 'query') return engine.query(call.sql, call.parameters);
  await engine.close();
  return { rows: [] };
}

async function tell(
  port: MessagePort,
  id: number,
  work: () => Promise<EngineAnswer>,
): Promise<void> {
  let reply: EngineReply;
  try {
    reply = { id, answer: await work() };
  } catch (caught) {
    reply = { id, fault: faultOf(caught) };
  }
  port.postMessage(reply);
}

function faultOf(caught: unknown): EngineFault {
  if (!(caught instanceof Error)) return { message: String(caught), stack: undefined, details: {} };
  const details = Object.entries(caught).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  );
  return { message: caught.message, stack: caught.stack, details: Object.fromEntries(details) };
}
