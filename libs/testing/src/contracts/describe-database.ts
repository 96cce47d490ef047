import { sql, type Generated, type Kysely, type Migration } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateSchema } from '@millrace/platform';
import type { Database } from '@millrace/ports';
import { uniqueName } from '../doubles/unique-name.js';

interface Tables {
  counter: { id: Generated<number>; name: string; value: number };
}

const migrations: Readonly<Record<string, Migration>> = {
  '0001-counter': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('counter')
        .addColumn('id', 'serial', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull().unique())
        .addColumn('value', 'integer', (column) => column.notNull())
        .execute();
    },
  },
};

/** What every database keeps to. */
export function describeDatabase(name: string, open: () => Promise<Database>): void {
  describe(`${name} as a database`, () => {
    let database: Database;

    beforeAll(async () => {
      database = await open();
    });

    afterAll(async () => {
      await database.close();
    });

    async function migrated(): Promise<Kysely<Tables>> {
      const schema = uniqueName('contract');
      const db = database.schema<Tables>(schema);
      await migrateSchema(db as unknown as Kysely<unknown>, schema, migrations);
      return db;
    }

    const add = (db: Kysely<Tables>, counter: string, value = 0) =>
      db
        .insertInto('counter')
        .values({ name: counter, value })
        .returning('id')
        .executeTakeFirstOrThrow();

    const count = async (db: Kysely<Tables>) =>
      (await db.selectFrom('counter').selectAll().execute()).length;

    it('answers a check', async () => {
      await expect(database.check()).resolves.toBeUndefined();
    });

    it('keeps the schemas of two services apart', async () => {
      const [one, two] = [await migrated(), await migrated()];
      await add(one, 'only here');
      expect([await count(one), await count(two)]).toEqual([1, 0]);
    });

    it('runs each migration once, and goes on from where a schema is', async () => {
      const schema = uniqueName('contract');
      const db = database.schema<Tables>(schema);
      const anyDb = db as unknown as Kysely<unknown>;
      await migrateSchema(anyDb, schema, migrations);
      await add(db, 'kept');
      await migrateSchema(anyDb, schema, {
        ...migrations,
        '0002-more': {
          async up(newer: Kysely<unknown>) {
            await newer.schema.alterTable('counter').addColumn('note', 'text').execute();
          },
        },
      });
      expect(await db.selectFrom('counter').selectAll().execute()).toEqual([
        { id: 1, name: 'kept', value: 0, note: null },
      ]);
    });

    it('leaves nothing of a migration that fails', async () => {
      const schema = uniqueName('contract');
      const db = database.schema<Tables>(schema);
      const broken: Record<string, Migration> = {
        ...migrations,
        '0002-broken': {
          async up(newer: Kysely<unknown>) {
            await newer.schema.createTable('half').addColumn('id', 'integer').execute();
            await sql`select no_such_function()`.execute(newer);
          },
        },
      };
      const anyDb = db as unknown as Kysely<unknown>;
      await expect(migrateSchema(anyDb, schema, broken)).rejects.toMatchObject({
        code: 'failed_precondition',
      });
      await migrateSchema(anyDb, schema, migrations);
      expect(await count(db)).toBe(0);
      await expect(
        database.schema<{ half: { id: number } }>(schema).selectFrom('half').selectAll().execute(),
      ).rejects.toMatchObject({ code: '42P01' });
    });

    it('says how many rows a statement changed', async () => {
      const db = await migrated();
      await add(db, 'a', 1);
      await add(db, 'b', 1);
      const updated = await db.updateTable('counter').set({ value: 2 }).executeTakeFirstOrThrow();
      expect(updated.numUpdatedRows).toBe(2n);
      const none = await db.deleteFrom('counter').where('value', '=', 9).executeTakeFirstOrThrow();
      expect(none.numDeletedRows).toBe(0n);
    });

    it('keeps all of a transaction, or nothing of one that throws', async () => {
      const db = await migrated();
      await db.transaction().execute(async (transaction) => {
        await add(transaction, 'a');
        await add(transaction, 'b');
      });
      const failing = db.transaction().execute(async (transaction) => {
        await add(transaction, 'c');
        expect(await count(transaction)).toBe(3);
        throw new Error('change of mind');
      });
      await expect(failing).rejects.toThrow('change of mind');
      expect(await count(db)).toBe(2);
    });

    it('goes on after a statement failed in a transaction', async () => {
      const db = await migrated();
      await add(db, 'taken');
      const failing = db.transaction().execute(async (transaction) => {
        await add(transaction, 'other');
        await add(transaction, 'taken');
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      expect(await count(db)).toBe(1);
      await add(db, 'after');
      expect(await count(db)).toBe(2);
    });

    it('lets many transactions at once each have their effect', async () => {
      const db = await migrated();
      await add(db, 'shared');
      await Promise.all(
        Array.from({ length: 40 }, () =>
          db.transaction().execute(async (transaction) => {
            const { value } = await transaction
              .selectFrom('counter')
              .select('value')
              .where('name', '=', 'shared')
              .forUpdate()
              .executeTakeFirstOrThrow();
            await transaction
              .updateTable('counter')
              .set({ value: value + 1 })
              .where('name', '=', 'shared')
              .execute();
          }),
        ),
      );
      const { value } = await db.selectFrom('counter').select('value').executeTakeFirstOrThrow();
      expect(value).toBe(40);
    });

    it('hands each of many rows to one claimant', async () => {
      const db = await migrated();
      for (let index = 0; index < 20; index++) await add(db, `job ${index}`);
      const claim = () =>
        db
          .updateTable('counter')
          .set({ value: 1 })
          .where('id', '=', (eb) =>
            eb
              .selectFrom('counter as free')
              .select('free.id')
              .where('free.value', '=', 0)
              .orderBy('free.id')
              .limit(1)
              .forUpdate()
              .skipLocked(),
          )
          .returning('name')
          .executeTakeFirst();
      const claimed = await Promise.all(Array.from({ length: 20 }, claim));
      const names = claimed.flatMap((job) => (job ? [job.name] : []));
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(0);
    });

    it('gives values back in the same form on every engine', async () => {
      const at = new Date('2026-02-03T04:05:06.789Z');
      const result = await sql<Record<string, unknown>>`
        select ${JSON.stringify({ list: [1, { a: null }], text: 'é' })}::jsonb as json,
               ${JSON.stringify([1, 2])}::jsonb as list,
               ${JSON.stringify('text')}::jsonb as json_text,
               ${Buffer.from([0, 1, 254, 255])}::bytea as bytes,
               ${at}::timestamptz as at,
               ${at.toISOString()}::timestamptz as at_text,
               ${42}::bigint as small,
               ${'9007199254740993'}::bigint as large,
               count(*) as counted,
               ${'123456789012345678901234567890.5'}::numeric as exact,
               ${0.1}::double precision as real,
               ${true}::boolean as yes,
               ${null}::text as nothing,
               ${'2026-02-03'}::date as day,
               ${['a"b', 'c,d', '\\']}::text[] as words`.execute(database.schema('public'));
      expect(result.rows[0]).toEqual({
        json: { list: [1, { a: null }], text: 'é' },
        list: [1, 2],
        json_text: 'text',
        bytes: new Uint8Array([0, 1, 254, 255]),
        at,
        at_text: at,
        small: 42,
        large: 9007199254740993n,
        counted: 1,
        exact: '123456789012345678901234567890.5',
        real: 0.1,
        yes: true,
        nothing: null,
        day: '2026-02-03',
        words: ['a"b', 'c,d', '\\'],
      });
    });

    it('refuses a list where JSON is wanted: JSON is handed over as text', async () => {
      const query = sql`select ${['a']}::jsonb`.execute(database.schema('public'));
      await expect(query).rejects.toMatchObject({ code: '22P02' });
    });

    it('finds rows by a list of values', async () => {
      const db = await migrated();
      for (const each of ['a', 'b', 'c']) await add(db, each);
      const found = await db
        .selectFrom('counter')
        .select('name')
        .where(sql<boolean>`name = any(${['a', 'c']})`)
        .orderBy('name')
        .execute();
      expect(found.map((row) => row.name)).toEqual(['a', 'c']);
    });

    it('waits, when closing, for the transaction in hand, and then refuses', async () => {
      const other = await open();
      let began: () => void = () => undefined;
      const beginning = new Promise<void>((resolve) => (began = resolve));
      let goOn: () => void = () => undefined;
      const going = new Promise<void>((resolve) => (goOn = resolve));
      const inHand = other
        .schema('public')
        .transaction()
        .execute(async (transaction) => {
          began();
          await going;
          return (await sql<{ two: number }>`select 2 as two`.execute(transaction)).rows[0]?.two;
        });
      await beginning;
      const closing = other.close();
      goOn();
      await expect(inHand).resolves.toBe(2);
      await closing;
      await other.close();
      await expect(other.check()).rejects.toThrow();
    });
  });
}
