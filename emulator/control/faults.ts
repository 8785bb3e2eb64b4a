import { z } from 'zod';
import type { Faults } from '../faults/faults.ts';
import { FAULT_KINDS } from '../faults/kinds.ts';
import type { ControlEndpoint } from './index.ts';
import { readOrder } from './read-order.ts';

const LONGEST_SECONDS = 43_200;

const order = z.strictObject({
  name: z.enum(FAULT_KINDS.map(({ name }) => name)),
  seconds: z.number().positive().max(LONGEST_SECONDS),
  share: z.number().positive().max(1).optional(),
});

/**
 * `GET` tells which faults are under way and how many requests each has met; `POST` orders one, for so
 * many seconds of the lab's clock; `DELETE` ends them all.
 */
export function faultEndpoints(faults: Faults): readonly ControlEndpoint[] {
  const known = FAULT_KINDS.map(({ name, fisAction, share }) => ({ name, fisAction, share }));
  const told = (): object => ({ ...faults.told(), known });
  return [
    { method: 'GET', name: 'faults', handle: told },
    {
      method: 'POST',
      name: 'faults',
      handle: (request) => {
        const { name, seconds, share } = readOrder(request, order);
        faults.order({ name, ms: seconds * 1_000, share });
        return told();
      },
    },
    {
      method: 'DELETE',
      name: 'faults',
      handle: () => {
        faults.endAll();
        return told();
      },
    },
  ];
}
