import { encode } from 'cbor2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askInCbor } from '../support/ask-in-cbor.ts';
import { backend } from '../support/backends.ts';

/** Longer than a stream takes to become ACTIVE. */
const CHANGE_MS = 100;

/** As the SDK for Java 2.31 sent them, of a stream `events`: maps and lists of indefinite length. */
const FROM_JAVA = {
  createStream: 'bf6a53747265616d4e616d65666576656e74736a5368617264436f756e7402ff',
  putRecord:
    'bf6a53747265616d4e616d65666576656e74736444617461440001fffe6c506172746974696f6e4b65796a7363686cc3bc7373656c6f4578706c69636974486173684b65796130ff',
  putRecords:
    'bf675265636f7264739fbf6444617461436f6e656c506172746974696f6e4b65796161ffbf6444617461406f4578706c69636974486173684b657961306c506172746974696f6e4b65796162ffff6a53747265616d4e616d65666576656e7473ff',
  listShards:
    'bf6a53747265616d4e616d65666576656e74736a4d6178526573756c74731a000111706b536861726446696c746572bf64547970656c41545f54494d455354414d506954696d657374616d70c11b000001a216c9420bffff',
};

describe('Kinesis in CBOR', () => {
  it("takes what Java's SDK sends, to the byte", async () => {
    const stack = await givenStack();
    const ask = (operation: string, hex: string) =>
      askInCbor(stack, operation, Buffer.from(hex, 'hex'));
    expect(await ask('CreateStream', FROM_JAVA.createStream)).toMatchObject({
      status: 200,
      body: undefined,
    });
    await stack.pass(CHANGE_MS);
    expect(await ask('PutRecord', FROM_JAVA.putRecord)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/x-amz-cbor-1.1' },
      body: { ShardId: 'shardId-000000000000' },
    });
    expect(await ask('PutRecords', FROM_JAVA.putRecords)).toMatchObject({
      status: 200,
      body: { FailedRecordCount: 0, Records: [{}, { ShardId: 'shardId-000000000000' }] },
    });
    expect(await ask('ListShards', FROM_JAVA.listShards)).toMatchObject({
      status: 400,
      body: {
        __type: 'ValidationException',
        message:
          "1 validation error detected: Value '70000' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10000",
      },
    });
  });

  it('refuses what is not CBOR, or of the wrong type, or unknown', async () => {
    const stack = await givenStack();
    const broken = await askInCbor(stack, 'DescribeStream', Buffer.from('bf6a', 'hex'));
    expect(broken).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
    const wrong = await askInCbor(
      stack,
      'DescribeStream',
      encode({ StreamName: Uint8Array.of(1) }),
    );
    expect(wrong).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
    const unknown = await askInCbor(stack, 'Sing', encode({}));
    expect(unknown).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
  });
});

async function givenStack() {
  const stack = await backend.start();
  onTestFinished(() => stack.close());
  return stack;
}
