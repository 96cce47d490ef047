import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DeliveredRecord, EventBus, EventRecord, Subscription } from '@millrace/ports';
import { uniqueName } from '../doubles/unique-name.js';

/** A new group of a real broker may take seconds to form. */
const patience = { timeout: 60_000, interval: 20 };

const text = (value: Uint8Array) => new TextDecoder().decode(value);

function recordsOf(topic: string, key: string, values: readonly string[]): EventRecord[] {
  return values.map((value) => ({
    topic,
    key,
    headers: {},
    value: new TextEncoder().encode(value),
  }));
}

const numbered = (start: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${start}${index}`);

/** What every event bus keeps to. */
export function describeEventBus(name: string, open: () => Promise<EventBus>): void {
  describe(`${name} as an event bus`, () => {
    let bus: EventBus;
    const fresh = () => uniqueName('contract');

    beforeAll(async () => {
      bus = await open();
    });

    afterAll(async () => {
      await bus.close();
    });

    async function subscribe(
      group: string,
      topics: readonly string[],
      handle: (record: DeliveredRecord) => Promise<void>,
    ): Promise<Subscription> {
      const subscription = await bus.subscribe({ group, topics, handle });
      let closing: Promise<void> | undefined;
      const closable = { close: () => (closing ??= subscription.close()) };
      onTestFinished(() => closable.close());
      return closable;
    }

    async function collect(group: string, ...topics: readonly string[]) {
      const values: string[] = [];
      const subscription = await subscribe(group, topics, ({ value }) => {
        values.push(text(value));
        return Promise.resolve();
      });
      return { values, close: () => subscription.close() };
    }

    it('answers a check', async () => {
      await vi.waitFor(() => bus.check(), patience);
    });

    it('delivers topic, key, headers and binary values as they were published', async () => {
      const topic = fresh();
      const record = {
        topic,
        key: 'wine/\u00e9t\u00e9',
        headers: {
          ce_id: '42',
          ce_time: '2026-01-01T00:00:00Z',
          'content-type': 'a/b; c="d"',
          ue: '\u00fc \u{1f600}',
        },
        value: Uint8Array.from({ length: 256 }, (_, index) => index),
      };
      const got: EventRecord[] = [];
      await bus.publish([record]);
      await subscribe(fresh(), [topic], ({ signal, ...rest }) => {
        expect(signal.aborted).toBe(false);
        got.push(rest);
        return Promise.resolve();
      });
      await vi.waitFor(() => expect(got).toHaveLength(1), patience);
      expect({ ...got[0], value: [...(got[0]?.value ?? [])] }).toEqual({
        ...record,
        value: [...record.value],
      });
    });

    it('keeps empty values, headers and keys', async () => {
      const topic = fresh();
      const got: EventRecord[] = [];
      await bus.publish([{ topic, key: '', headers: {}, value: new Uint8Array() }]);
      await subscribe(fresh(), [topic], (record) => {
        got.push(record);
        return Promise.resolve();
      });
      await vi.waitFor(() => expect(got).toHaveLength(1), patience);
      expect(got[0]).toMatchObject({ key: '', headers: {} });
      expect(got[0]?.value).toHaveLength(0);
    });

    it('publishes nothing without complaint', async () => {
      await expect(bus.publish([])).resolves.toBeUndefined();
    });

    it('delivers the records of a key in the order they were published', async () => {
      const topic = fresh();
      const seen = new Map<string, string[]>();
      await subscribe(fresh(), [topic], ({ key, value }) => {
        seen.set(key, [...(seen.get(key) ?? []), text(value)]);
        return Promise.resolve();
      });
      const values = numbered('', 40);
      for (const value of values) {
        await bus.publish(['a', 'b', 'c', 'd'].flatMap((key) => recordsOf(topic, key, [value])));
      }
      await vi.waitFor(() => expect([...seen.values()].flat()).toHaveLength(160), patience);
      for (const key of ['a', 'b', 'c', 'd']) expect(seen.get(key)).toEqual(values);
    });

    it('delivers a rejected record again, before its successors of the same key', async () => {
      const topic = fresh();
      const tries: string[] = [];
      await bus.publish(recordsOf(topic, 'key', ['a', 'b', 'c']));
      await subscribe(fresh(), [topic], ({ value }) => {
        tries.push(text(value));
        const rejects = text(value) === 'b' && tries.length < 5;
        return rejects ? Promise.reject(new Error('not yet')) : Promise.resolve();
      });
      await vi.waitFor(() => expect(tries.at(-1)).toBe('c'), patience);
      expect(tries).toEqual(['a', 'b', 'b', 'b', 'b', 'c']);
    });

    it('loses nothing around a record that is rejected for a while', async () => {
      const topic = fresh();
      const handled = new Set<string>();
      let rejections = 0;
      await subscribe(fresh(), [topic], ({ value }) => {
        if (text(value) === 'poison' && ++rejections < 4)
          return Promise.reject(new Error('poison'));
        handled.add(text(value));
        return Promise.resolve();
      });
      const others = numbered('other ', 30);
      await bus.publish([
        ...others.slice(0, 15).flatMap((value, index) => recordsOf(topic, `key ${index}`, [value])),
        ...recordsOf(topic, 'key 3', ['poison']),
        ...others.slice(15).flatMap((value, index) => recordsOf(topic, `key ${index}`, [value])),
      ]);
      await vi.waitFor(() => expect(handled.size).toBe(31), patience);
      expect(rejections).toBe(4);
    });

    it('gives each of two groups every record', async () => {
      const topic = fresh();
      const first = await collect(fresh(), topic);
      const second = await collect(fresh(), topic);
      const values = numbered('', 20);
      await bus.publish(recordsOf(topic, 'key', values));
      await vi.waitFor(() => {
        expect(first.values).toEqual(values);
        expect(second.values).toEqual(values);
      }, patience);
    });

    it('gives a record to one member of a group', async () => {
      const topic = fresh();
      const group = fresh();
      const members = [await collect(group, topic), await collect(group, topic)];
      const values = numbered('', 60);
      await bus.publish(values.flatMap((value) => recordsOf(topic, `key ${value}`, [value])));
      const got = () => members.flatMap((member) => member.values);
      await vi.waitFor(() => expect(new Set(got()).size).toBe(60), patience);
      // A group that is still forming may deliver again; it must not deliver everything to everyone.
      expect(got().length).toBeLessThan(120);
    });

    it('starts a new group from the oldest record', async () => {
      const topic = fresh();
      await bus.publish(recordsOf(topic, 'key', ['a', 'b']));
      const late = await collect(fresh(), topic);
      await vi.waitFor(() => expect(late.values).toEqual(['a', 'b']), patience);
    });

    it('goes on where a group stopped', async () => {
      const topic = fresh();
      const group = fresh();
      await bus.publish(recordsOf(topic, 'key', ['a', 'b']));
      const before = await collect(group, topic);
      await vi.waitFor(() => expect(before.values).toEqual(['a', 'b']), patience);
      await before.close();
      await bus.publish(recordsOf(topic, 'key', ['c', 'd']));
      const after = await collect(group, topic);
      await vi.waitFor(() => expect(after.values).toEqual(['c', 'd']), patience);
      expect(before.values).toEqual(['a', 'b']);
    });

    it('delivers again what was in hand and not finished when the subscription closed', async () => {
      const topic = fresh();
      const group = fresh();
      await bus.publish(recordsOf(topic, 'key', ['a']));
      let began = false;
      const interrupted = await subscribe(group, [topic], ({ signal }) => {
        began = true;
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        });
      });
      await vi.waitFor(() => expect(began).toBe(true), patience);
      await interrupted.close();
      const after = await collect(group, topic);
      await vi.waitFor(() => expect(after.values).toEqual(['a']), patience);
    });

    it('waits, when closing, for the record in hand, and counts it as handled', async () => {
      const topic = fresh();
      const group = fresh();
      await bus.publish(recordsOf(topic, 'key', ['a']));
      let finish: () => void = () => undefined;
      const finished = new Promise<void>((resolve) => (finish = resolve));
      let began = false;
      const subscription = await subscribe(group, [topic], async () => {
        began = true;
        await finished;
      });
      await vi.waitFor(() => expect(began).toBe(true), patience);
      let closed = false;
      const closing = subscription.close().then(() => (closed = true));
      await bus.check();
      expect(closed).toBe(false);
      finish();
      await closing;
      await bus.publish(recordsOf(topic, 'key', ['b']));
      const after = await collect(group, topic);
      await vi.waitFor(() => expect(after.values).toEqual(['b']), patience);
    });

    it('delivers several topics to one subscription', async () => {
      const [one, two] = [fresh(), fresh()];
      const all = await collect(fresh(), one, two);
      await bus.publish([...recordsOf(one, 'k', ['1']), ...recordsOf(two, 'k', ['2'])]);
      await vi.waitFor(() => expect([...all.values].sort()).toEqual(['1', '2']), patience);
    });

    it('loses none of 200 records published at the same time', async () => {
      const topic = fresh();
      const all = await collect(fresh(), topic);
      const values = numbered('', 200);
      await Promise.all(
        values.map((value) => bus.publish(recordsOf(topic, `key ${Number(value) % 7}`, [value]))),
      );
      await vi.waitFor(() => expect(all.values).toHaveLength(200), patience);
      expect(new Set(all.values)).toEqual(new Set(values));
    });

    it('takes nothing more once closed', async () => {
      const other = await open();
      await other.close();
      await expect(other.publish(recordsOf('x', 'k', ['v']))).rejects.toMatchObject({
        code: 'unavailable',
      });
      await expect(other.check()).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
}
