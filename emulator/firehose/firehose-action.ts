import { actionOf } from '../wire/action.ts';
import type { Firehose } from './firehose.ts';

/** `export const putRecord = firehoseAction({ name, input, run })`. */
export const firehoseAction = actionOf<Firehose>();
