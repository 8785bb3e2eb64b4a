import type { Clock } from '#runtime/clock.ts';
import type { Random } from '#runtime/random.ts';
import type { Input, InputItem } from '../input.ts';
import { pace } from '../pace.ts';
import { PaymentGenerator, type TimedPayment } from './generator.ts';

export interface PaymentsOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Payments per second on average. */
  readonly rate: number;
  /** How many cards there are; by default as many as make each pay once in about 6 s. */
  readonly cards?: number;
}

const MEAN_SECONDS_BETWEEN_PAYMENTS_OF_A_CARD = 6;
const FEWEST_CARDS = 200;
const MOST_CARDS = 5_000;

/**
 * Card payments with frauds planted among them. What is yielded depends on `random` alone; when, on
 * the clock: a payment happens when it is due. What was planted is told in `truth`, beside the data.
 */
export function paymentsInput({
  clock,
  random,
  rate,
  cards = cardsFor(rate),
}: PaymentsOptions): Input {
  return {
    name: 'payments',
    async *items(signal) {
      const startAt = clock.now();
      const payments = endless(
        new PaymentGenerator({ random: random.fork('payments'), rate, cards }),
      );
      for await (const timed of pace(payments, {
        clock,
        signal,
        dueAt: ({ at }) => startAt + at,
      })) {
        yield itemOf(timed, startAt);
      }
    },
  };
}

export const cardsFor = (rate: number): number =>
  Math.min(
    MOST_CARDS,
    Math.max(FEWEST_CARDS, Math.round(rate * MEAN_SECONDS_BETWEEN_PAYMENTS_OF_A_CARD)),
  );

function* endless(generator: PaymentGenerator): Generator<TimedPayment> {
  for (;;) yield generator.next();
}

function itemOf({ at, payment, truth }: TimedPayment, startAt: number): InputItem {
  const item = { key: payment.card, eventAt: startAt + Math.floor(at), data: payment };
  return truth === undefined ? item : { ...item, truth };
}
