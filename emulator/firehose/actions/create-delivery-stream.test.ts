import { describe, expect, it } from 'vitest';
import { givenFirehose } from '../given-firehose.test-support.ts';

describe('CreateDeliveryStream', () => {
  it('is CREATING at first, and ACTIVE soon after', async () => {
    const { create, describe: described, clock } = await givenFirehose();
    const creating = create();
    await clock.advance(1);
    expect((await described())?.DeliveryStreamStatus).toBe('CREATING');
    await clock.advance(200);
    await creating;
    expect((await described())?.DeliveryStreamStatus).toBe('ACTIVE');
  });

  it('refuses a name that is taken', async () => {
    const { create } = await givenFirehose();
    await create();
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: 'Firehose d under accountId 000000000000 already exists',
    });
  });

  it('refuses an interval above 900 s, without echoing the value', async () => {
    const { create } = await givenFirehose();
    const refused = create({ BufferingHints: { IntervalInSeconds: 901, SizeInMBs: 1 } });
    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value at 'extendedS3DestinationConfiguration.bufferingHints.intervalInSeconds' failed to satisfy constraint: Member must have value less than or equal to 900",
    });
  });

  it('refuses one hint without the other', async () => {
    const { create } = await givenFirehose();
    await expect(create({ BufferingHints: { IntervalInSeconds: 60 } })).rejects.toThrow();
  });

  it('refuses a prefix with expressions but without an error prefix', async () => {
    const { create } = await givenFirehose();
    await expect(create({ Prefix: '!{timestamp:yyyy}/' })).rejects.toMatchObject({
      name: 'InvalidArgumentException',
    });
  });

  it('says that it does not offer a transformation, instead of ignoring it', async () => {
    const { create } = await givenFirehose();
    const refused = create({ ProcessingConfiguration: { Enabled: true, Processors: [] } });
    await expect(refused).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });
});
