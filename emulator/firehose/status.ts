import type { Trigger } from './delivery-buffer.ts';
import type { Books } from './outbox.ts';

/** An object that S3 has acknowledged. Instants are epoch ms on the clock. */
export interface Delivery {
  readonly deliveryStream: string;
  readonly bucket: string;
  readonly key: string;
  readonly records: number;
  /** Before compression. */
  readonly bytes: number;
  readonly trigger: Trigger;
  readonly firstRecordAt: number;
  /** When the interval passed or the size was reached. */
  readonly dueAt: number;
  readonly deliveredAt: number;
}

/** An object that S3 has refused, or not answered, and that is tried again. */
export interface WaitingObject {
  readonly key: string;
  readonly attempts: number;
  /** When it was refused first. */
  readonly since: number;
  readonly error: string;
}

export type Status = 'CREATING' | 'CREATING_FAILED' | 'ACTIVE' | 'DELETING';

/** How a delivery stream stands. At every instant received = delivered + buffered.records + failed. */
export interface DeliveryStreamStatus extends Books {
  readonly name: string;
  readonly status: Status;
  readonly sizeBytes: number;
  readonly intervalMs: number;
  readonly waiting?: WaitingObject;
  readonly lastDelivery?: Delivery;
}
