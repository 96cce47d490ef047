import { types, type CustomTypesConfig } from 'pg';

const text = (value: string) => value;

/**
 * How values come back, the same on both engines: `bigint` as a number, or as a JavaScript bigint beyond 2^53;
 * `numeric` as text, for it may have more digits than a number; `timestamptz` as `Date`; `date` and `timestamp` as
 * text, for they name no instant; `jsonb` as what it says; `bytea` as `Uint8Array`.
 * JSON is handed over as text (`JSON.stringify`): a list would become an array of the database.
 */
const parsers: Readonly<Record<number, (value: string) => unknown>> = {
  [types.builtins.INT8]: (value) => {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : BigInt(value);
  },
  [types.builtins.DATE]: text,
  [types.builtins.TIMESTAMP]: text,
  [types.builtins.BYTEA]: (value) => new Uint8Array(Buffer.from(value.slice(2), 'hex')),
};

export const valueTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? types.getTypeParser(oid, format === 'binary' ? 'text' : format),
};
