import { AwsError } from '../../errors.ts';
import { encryptionType, keyId, streamReference } from '../fields.ts';
import { kinesisAction } from '../kinesis-action.ts';
import { referencedActiveStream } from '../references.ts';

/**
 * Encrypts what is written to a stream from now on; the stream is UPDATING for a while.
 *
 * As on AWS: the answer has an empty body; once the stream is ACTIVE again, its records and the
 * answers of those who put them say KMS; what was written before stays as it was. Unverified: what is
 * said to the type NONE.
 * Unlike AWS: records carry the stamp, but are kept as they are; any key is accepted.
 */
export const startStreamEncryption = kinesisAction({
  name: 'StartStreamEncryption',
  input: { ...streamReference, EncryptionType: encryptionType, KeyId: keyId },
  run(kinesis, request) {
    if (request.EncryptionType !== 'KMS') {
      throw new AwsError('InvalidArgumentException', 'EncryptionType must be KMS.');
    }
    const stream = referencedActiveStream(kinesis, request);
    kinesis.limits.checkDaily('StartStreamEncryption', stream, kinesis.now());
    stream.settings.encryptionKey.change(request.KeyId, kinesis.update(stream));
    return undefined;
  },
});
