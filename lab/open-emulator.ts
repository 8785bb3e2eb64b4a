import { createEmulator, type Emulator, type EmulatorOptions } from '#emulator/index.ts';
import { LOCAL_REGION } from './environment.ts';
import { openData, type DataChoice } from './open-data.ts';

/** What a lab's user may choose of its emulator. */
export interface EmulatorChoice extends Pick<
  EmulatorOptions,
  'intercept' | 'limits' | 'delays' | 'onDelivery'
> {
  readonly data?: DataChoice | undefined;
}

type LabsOwn = Pick<EmulatorOptions, 'clock' | 'random' | 'log' | 'steering'> & {
  readonly onDelivery: NonNullable<EmulatorOptions['onDelivery']>;
};

/** A lab's emulator, and what lets its data folder go once it is closed. */
export async function openEmulator(
  { intercept, limits, delays, onDelivery, data: choice }: EmulatorChoice,
  own: LabsOwn,
): Promise<{ readonly emulator: Emulator; readonly release: () => void }> {
  const data = await openData(choice);
  const emulator = createEmulator({
    ...own,
    region: LOCAL_REGION,
    intercept,
    limits,
    delays,
    data,
    onDelivery: (delivery) => {
      own.onDelivery(delivery);
      onDelivery?.(delivery);
    },
  });
  return { emulator, release: () => data?.release() };
}
