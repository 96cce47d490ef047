import { describe, expect, it } from 'vitest';
import { systemPrincipal } from '../access/principal.js';
import { runInScope } from '../context/call-context.js';
import { decodeCloudEvent, encodeCloudEvent, newEvent } from './cloud-event.js';

const event = newEvent('dataset.updated', 'iris', {
  dataset: 'iris',
  version: 2,
  sha256: 'ab',
  rows: 150,
  target: 'species',
});
const attributes = { id: 'e1', source: 'ingestion', time: new Date('2026-01-02T03:04:05Z') };

describe(encodeCloudEvent, () => {
  it('writes a CloudEvent in Kafka binary mode, keyed by the aggregate', () => {
    const record = encodeCloudEvent(event, attributes);
    expect(record.topic).toBe('millrace.dataset.updated');
    expect(record.key).toBe('iris');
    expect(record.headers).toEqual({
      ce_specversion: '1.0',
      ce_id: 'e1',
      ce_source: '/millrace/ingestion',
      ce_type: 'millrace.dataset.updated',
      ce_subject: 'iris',
      ce_time: '2026-01-02T03:04:05.000Z',
      'content-type': 'application/json',
    });
    expect(JSON.parse(new TextDecoder().decode(record.value))).toEqual(event.data);
  });

  it('carries the trace and correlation id of the work that caused it', () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const record = runInScope(
      { correlationId: 'c-1', traceparent, principal: systemPrincipal },
      () => encodeCloudEvent(event, attributes),
    );
    expect(record.headers).toMatchObject({ ce_traceparent: traceparent, ce_correlationid: 'c-1' });
  });
});

describe(decodeCloudEvent, () => {
  it('gives back what was encoded', () => {
    const decoded = decodeCloudEvent('dataset.updated', encodeCloudEvent(event, attributes));
    expect(decoded).toEqual({ id: 'e1', time: attributes.time, ...event });
  });

  it.each([
    ['another version', { ce_specversion: '2.0' }],
    ['no id', { ce_id: '' }],
    ['another type', { ce_type: 'millrace.model.promoted' }],
  ])('refuses a record with %s', (_, headers) => {
    const record = encodeCloudEvent(event, attributes);
    const changed = { ...record, headers: { ...record.headers, ...headers } };
    expect(() => decodeCloudEvent('dataset.updated', changed)).toThrow(
      'is not a millrace.dataset.updated',
    );
  });

  it('refuses data that is not JSON', () => {
    const record = { ...encodeCloudEvent(event, attributes), value: new Uint8Array([0xff, 0xfe]) };
    expect(() => decodeCloudEvent('dataset.updated', record)).toThrow('cannot be read');
  });
});
