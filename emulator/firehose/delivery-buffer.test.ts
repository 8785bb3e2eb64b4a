import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeliveryBuffer } from './delivery-buffer.ts';

const hints = { sizeBytes: 1_000, intervalMs: 60_000 };
const bytes = (length: number): Uint8Array => new Uint8Array(length);

describe('DeliveryBuffer', () => {
  it('falls due exactly when its first record has waited the interval', () => {
    const buffer = new DeliveryBuffer(hints);
    buffer.add(bytes(1), 0, 0);
    buffer.add(bytes(1), 59_999, 59_999);
    expect(buffer.takeDue(59_999)).toBeUndefined();
    expect(buffer.takeDue(60_000)).toMatchObject({
      trigger: 'interval',
      records: 2,
      firstRecordAt: 0,
      dueAt: 60_000,
    });
  });

  it('falls due at once with the record that reaches the size', () => {
    const buffer = new DeliveryBuffer(hints);
    expect(buffer.add(bytes(999), 0, 0)).toBeUndefined();
    expect(buffer.add(bytes(1), 5, 5)).toMatchObject({ trigger: 'size', records: 2, dueAt: 5 });
    expect(buffer.isOpen).toBe(false);
  });

  it('starts the interval anew with the first record after it was taken', () => {
    const buffer = new DeliveryBuffer(hints);
    buffer.add(bytes(1), 0, 0);
    buffer.takeDue(60_000);
    buffer.add(bytes(1), 70_000, 70_000);
    expect(buffer.fill().dueAt).toBe(130_000);
  });

  it('remembers the oldest arrival, whatever the order of reading', () => {
    const buffer = new DeliveryBuffer(hints);
    buffer.add(bytes(1), 300, 400);
    buffer.add(bytes(1), 200, 400);
    expect(buffer.takeDue(100_000)?.oldestArrivedAt).toBe(200);
  });

  it('keeps the deadline of an open buffer when the hints change', () => {
    const buffer = new DeliveryBuffer(hints);
    buffer.add(bytes(1), 0, 0);
    buffer.configure({ ...hints, intervalMs: 900_000 });
    expect(buffer.fill().dueAt).toBe(60_000);
  });

  it('neither loses, duplicates nor reorders a byte, wherever it is taken', () => {
    const step = fc.record({ data: fc.uint8Array({ maxLength: 400 }), wait: fc.nat(80_000) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const buffer = new DeliveryBuffer(hints);
        const taken: Uint8Array[] = [];
        let now = 0;
        let records = 0;
        for (const { data, wait } of steps) {
          now += wait;
          for (const due of [buffer.takeDue(now), buffer.add(data, now, now)]) {
            if (due) taken.push(due.body);
            records += due?.records ?? 0;
          }
        }
        const last = buffer.takeDue(Infinity);
        expect(Buffer.concat([...taken, last?.body ?? bytes(0)])).toEqual(
          Buffer.concat(steps.map(({ data }) => data)),
        );
        expect(records + (last?.records ?? 0)).toBe(steps.length);
      }),
    );
  });
});
