import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { InputChoice } from '#lab/traffic/choose-input.ts';
import type { Report } from '#lab/report/report.ts';
import { startLab } from '#lab/start-lab.ts';
import { decodeRecord } from '#pipeline/record.ts';
import { splitRecords } from '#pipeline/split-records.ts';

const RUN_MS = 180_000;
/** The last buffer falls due within this. */
const REST_MS = 62_000;

export interface PictureData {
  readonly report: Report;
  /** For each record: seconds from the start to its making, and from there to its object. */
  readonly points: readonly { readonly madeAt: number; readonly waited: number }[];
  /** Seconds from the start at which objects landed. */
  readonly landed: readonly number[];
}

/** Runs the lab on the virtual clock and reads from the bucket how long each record was on its way. */
export async function runForPicture(input: InputChoice): Promise<PictureData> {
  const lab = await startLab({ clock: 'virtual', seed: 7, input });
  const start = lab.clock.now();
  await lab.advance(RUN_MS);
  const stopping = lab.traffic?.stopProducing();
  await lab.advance(REST_MS);
  await stopping;

  const report = await lab.report();
  const points: { madeAt: number; waited: number }[] = [];
  for (const { key, deliveredAt } of report.deliveries) {
    const { Body: body } = await lab.s3.send(
      new GetObjectCommand({ Bucket: lab.topology.bucket, Key: key }),
    );
    for (const piece of splitRecords((await body?.transformToByteArray()) ?? new Uint8Array())) {
      const { producedAt } = decodeRecord(piece);
      const waited = (Date.parse(deliveredAt) - producedAt) / 1_000;
      points.push({ madeAt: (producedAt - start) / 1_000, waited });
    }
  }
  await lab.stop();
  const landed = report.deliveries.map(
    ({ deliveredAt }) => (Date.parse(deliveredAt) - start) / 1_000,
  );
  return { report, points, landed };
}
