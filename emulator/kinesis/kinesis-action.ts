import { actionOf } from '../wire/action.ts';
import type { Kinesis } from './state.ts';

export const kinesisAction = actionOf<Kinesis>();
