import { silentLog } from '#runtime/log.ts';
import { RecordMemory } from './record-memory.ts';

/** Memory for records; as much as there is unless told. */
export const givenMemory = (maxBytes = Infinity): RecordMemory =>
  new RecordMemory({ maxBytes, log: silentLog });
