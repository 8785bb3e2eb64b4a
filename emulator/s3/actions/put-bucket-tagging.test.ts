import { describe, expect, it } from 'vitest';
import { errorOf, givenS3, texts } from '../given-s3.test-support.ts';

const tag = (key: string, value: string): string =>
  `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`;
const tagging = (...tags: readonly string[]) => ({
  body: `<Tagging><TagSet>${tags.join('')}</TagSet></Tagging>`,
});

describe('PutBucketTagging', () => {
  it('takes the place of all tags', async () => {
    const { send } = await givenS3();
    await send('PUT', '/lake?tagging', tagging(tag('a', '1'), tag('b', '2')));
    expect((await send('PUT', '/lake?tagging', tagging(tag('c', '')))).status).toBe(204);
    const { text } = await send('GET', '/lake?tagging');
    expect(texts(text, 'Key')).toEqual(['c']);
    expect(text).toContain('<Value></Value>');
  });

  it.each([
    [[tag('', '1')], '400 InvalidTag: The TagKey you have provided is invalid'],
    [[tag('k'.repeat(129), '1')], '400 InvalidTag: The TagKey you have provided is invalid'],
    [[tag('k', 'v'.repeat(257))], '400 InvalidTag: The TagValue you have provided is invalid'],
    [[tag('k', '?')], '400 InvalidTag: The TagValue you have provided is invalid'],
    [[tag('aws:k', '1')], '400 InvalidTag: System tags cannot be added/updated by requester'],
    [
      [tag('k', '1'), tag('k', '2')],
      '400 InvalidTag: Cannot provide multiple Tags with the same key',
    ],
    [
      Array.from({ length: 51 }, (_, at) => tag(`k${at}`, '1')),
      '400 BadRequest: Bucket tag count cannot be greater than 50',
    ],
  ])('refuses %j', async (tags, error) => {
    const { send } = await givenS3();
    expect(errorOf(await send('PUT', '/lake?tagging', tagging(...tags)))).toBe(error);
    expect((await send('GET', '/lake?tagging')).status).toBe(404);
  });

  it.each([
    '',
    '<Tagging/>',
    '<TagSet/>',
    '<Tagging><TagSet><Tag><Key>k</Key></Tag></TagSet></Tagging>',
  ])('refuses the body %j', async (body) => {
    const { send } = await givenS3();
    expect(errorOf(await send('PUT', '/lake?tagging', { body }))).toMatch(/^400 MalformedXML/);
  });
});
