import type { Delivery, Emulator } from '#emulator/index.ts';
import { Recent, Serial } from '#pipeline/recent.ts';
import type { DeliveryTold, FirehoseStatus } from '#pipeline/status.ts';

const KEPT_DELIVERIES = 200;

/** What our own Firehose tells of one delivery stream. Deliveries are numbered as they are first looked at. */
export class FirehoseTold {
  readonly #firehose: Emulator['firehose'];
  readonly #name: string;
  readonly #recent = new Recent<DeliveryTold>(new Serial(), KEPT_DELIVERIES);
  #seen: Delivery | undefined;

  constructor(firehose: Emulator['firehose'], deliveryStream: string) {
    this.#firehose = firehose;
    this.#name = deliveryStream;
  }

  status(since: number): FirehoseStatus {
    const status = this.#firehose.statuses().find(({ name }) => name === this.#name);
    if (!status) return { ...NO_DELIVERY_STREAM, name: this.#name };
    const { lastDelivery, ...told } = status;
    const deliveries = this.#since(since);
    return { ...told, basis: 'told', deliveries: lastDelivery ? deliveries : [] };
  }

  #since(n: number): FirehoseStatus['deliveries'] {
    const all = this.#firehose.deliveries();
    const fresh = all.slice((this.#seen ? all.lastIndexOf(this.#seen) : -1) + 1);
    this.#seen = all.at(-1) ?? this.#seen;
    for (const delivery of fresh.slice(-KEPT_DELIVERIES)) this.#add(delivery);
    return this.#recent.since(n);
  }

  #add({ deliveryStream, key, records, bytes, trigger, ...instants }: Delivery): void {
    if (deliveryStream !== this.#name) return;
    const { firstRecordAt, dueAt, deliveredAt } = instants;
    this.#recent.add({ key, records, bytes, trigger, firstRecordAt, dueAt, deliveredAt });
  }
}

const NO_DELIVERY_STREAM: Omit<FirehoseStatus, 'name'> = {
  basis: 'told',
  status: 'DELETED',
  sizeBytes: 0,
  intervalMs: 0,
  received: 0,
  delivered: 0,
  failed: 0,
  buffered: { records: 0, bytes: 0 },
  deliveries: [],
};
