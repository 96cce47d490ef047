import { describe, expect, it, vi } from 'vitest';
import { PlatformError } from '@millrace/platform';
import { manualClock, memoryLogger } from '@millrace/testing';
import { Opening } from './opening.js';

const away = () => new PlatformError('unavailable', 'Nobody answers.');

/** A door whose tries end as told: with `true` it opens, with an error it does not. */
function door(patienceMs = 10_000) {
  const clock = manualClock();
  const logger = memoryLogger();
  const tries: ((outcome: true | Error) => void)[] = [];
  const closed: number[] = [];
  const opening = new Opening<number>({
    what: 'door',
    open: () =>
      new Promise((resolve, reject) => {
        tries.push((outcome) => {
          if (outcome === true) resolve(tries.length);
          else reject(outcome);
        });
      }),
    close: (number) => Promise.resolve(void closed.push(number)),
    clock,
    logger,
    patienceMs,
  });
  const tried = async (number: number) => {
    await vi.waitFor(() => {
      clock.advance(5_000);
      expect(tries).toHaveLength(number);
    });
    return tries[number - 1] ?? (() => undefined);
  };
  return { opening, clock, logger, closed, tried };
}

describe(Opening, () => {
  it('has calls wait for what is being opened, those before the first try too', async () => {
    const { opening, tried } = door();
    const early = opening.get();
    const running = opening.run();
    const late = opening.get();
    (await tried(1))(true);
    expect([await early, await late, opening.now()]).toEqual([1, 1, 1]);
    await running;
  });

  it('refuses calls while it is away, tries again, and says so once', async () => {
    const { opening, logger, tried } = door();
    const running = opening.run();
    const first = opening.get();
    (await tried(1))(away());
    await expect(first).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The door has not been reached yet. Nobody answers.',
    });
    await expect(opening.get()).rejects.toMatchObject({ code: 'unavailable' });
    (await tried(2))(away());
    const last = await tried(3);
    expect(logger.entries.map(({ message }) => message)).toEqual([
      'The door is away; it is picked up once it is there.',
    ]);
    last(true);
    await running;
    expect(await opening.get()).toBe(3);
  });

  it('gives up on what no waiting mends, and tells why', async () => {
    const { opening, tried } = door();
    const running = opening.run();
    const wrong = new PlatformError('failed_precondition', 'The key is wrong.');
    const told = expect(running).rejects.toBe(wrong);
    (await tried(1))(wrong);
    await told;
    expect(() => opening.now()).toThrow('The key is wrong.');
  });

  it('is given to nobody before it is prepared, and opened anew when it went away meanwhile', async () => {
    const { opening, closed, tried } = door();
    const prepare = vi.fn(() => Promise.resolve()).mockRejectedValueOnce(away());
    const running = opening.run(prepare);
    (await tried(1))(true);
    (await tried(2))(true);
    await running;
    expect(closed).toEqual([1]);
    expect(await opening.get()).toBe(2);
  });

  it('keeps a call waiting no longer than it has patience, or than its signal', async () => {
    const { opening } = door(1);
    await expect(opening.get()).rejects.toThrow('The door is still being opened.');
    const patient = door().opening;
    await expect(patient.get(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('closes what a try under way has opened, and lets nobody wait', async () => {
    const { opening, closed, tried } = door();
    const running = opening.run();
    const waiting = expect(opening.get()).rejects.toThrow('The door is closed.');
    const end = await tried(1);
    const closing = opening.close();
    await waiting;
    end(true);
    await closing;
    await running;
    expect(closed).toEqual([1]);
    await expect(opening.get()).rejects.toThrow('The door is closed.');
  });

  it('ends the pause between two tries when it is closed', async () => {
    const { opening, clock, tried } = door();
    const running = opening.run();
    (await tried(1))(away());
    await vi.waitFor(() => expect(clock.sleepers).toBe(1));
    await opening.close();
    await running;
    expect(clock.sleepers).toBe(0);
  });

  it('closes what is open once', async () => {
    const { opening, closed, tried } = door();
    const running = opening.run();
    (await tried(1))(true);
    await running;
    await Promise.all([opening.close(), opening.close()]);
    expect(closed).toEqual([1]);
  });
});
