import { AwsError } from '../../errors.ts';
import { encryptionType, keyId, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedActiveStream } from '../references.ts';

/**
 * Ends the encryption of what is written to a stream; the stream is UPDATING for a while.
 *
 * As on AWS: the answer has an empty body; records that were written encrypted stay so. Unverified:
 * that the key has to be given but not to agree, and that a stream without encryption accepts it.
 */
export const stopStreamEncryption = kinesisAction({
  name: 'StopStreamEncryption',
  input: { ...streamReference, EncryptionType: encryptionType, KeyId: keyId },
  run(kinesis, request) {
    if (request.EncryptionType !== 'KMS') {
      throw new AwsError('InvalidArgumentException', 'EncryptionType must be KMS.');
    }
    const stream = referencedActiveStream(kinesis, request);
    kinesis.limits.checkDaily('StopStreamEncryption', stream, kinesis.now());
    stream.settings.encryptionKey.change(undefined, kinesis.update(stream));
    return undefined;
  },
});
