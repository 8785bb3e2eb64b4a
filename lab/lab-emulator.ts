import { createEmulator, type Emulator, type EmulatorOptions } from '#emulator/index.ts';
import { LOCAL_REGION } from './environment.ts';

/** What a lab's user may choose of its emulator. */
type EmulatorChoice = Pick<
  EmulatorOptions,
  'intercept' | 'limits' | 'delays' | 'memoryBytes' | 'onDelivery'
>;

type LabsOwn = Pick<EmulatorOptions, 'clock' | 'random' | 'log' | 'steering' | 'data'> & {
  readonly onDelivery: NonNullable<EmulatorOptions['onDelivery']>;
};

/** A lab's emulator. */
export const labEmulator = (
  { intercept, limits, delays, memoryBytes, onDelivery }: EmulatorChoice,
  own: LabsOwn,
): Emulator =>
  createEmulator({
    ...own,
    region: LOCAL_REGION,
    intercept,
    limits,
    delays,
    memoryBytes,
    onDelivery: (delivery) => {
      own.onDelivery(delivery);
      onDelivery?.(delivery);
    },
  });
