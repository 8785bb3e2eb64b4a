import { it } from 'vitest';
import { checkKinesis } from './check-kinesis.ts';

it('the emulated stream does what the model does', () => checkKinesis(150));
