import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  childrenNamed,
  childText,
  element,
  parseXml,
  rootElement,
  xmlDocument,
} from './rest-xml.ts';

const parse = (text: string) => parseXml(Buffer.from(text));
const malformed = expect.objectContaining({ code: 'MalformedXML', status: 400 });

describe('element', () => {
  it('leaves out what is undefined and keeps what is empty', () => {
    expect(element('A', undefined, element('B', ''), 0, false).markup).toBe('<A><B></B>0false</A>');
  });

  it('escapes text', () => {
    expect(element('A', `<&>"'\r\n\u0000\u{10000}`).markup).toBe(
      `<A>&lt;&amp;&gt;&quot;'&#13;&#10;&#0;\u{10000}</A>`,
    );
  });
});

describe('xmlDocument', () => {
  it('names the namespace on the root', () => {
    expect(xmlDocument(rootElement('A', 'x')).toString()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<A xmlns="http://s3.amazonaws.com/doc/2006-03-01/">x</A>',
    );
  });
});

describe('parseXml', () => {
  it('reads back any text that was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const root = parseXml(xmlDocument(element('A', element('B', text))));
        expect(childText(root, 'B')).toBe(text);
      }),
    );
  });

  it('tells text, references and CDATA apart', () => {
    const root = parse(
      '<A xmlns="urn:x"><b:B>a&#x41;&amp;lt;<![CDATA[&amp;<]]></b:B><!-- c --></A>',
    );
    expect(childText(root, 'B')).toBe('aA&lt;&amp;<');
  });

  it('keeps numbers and blanks as they are', () => {
    expect(childText(parse('<A><B> 007 </B></A>'), 'B')).toBe(' 007 ');
  });

  it('keeps children in order and by name', () => {
    const root = parse('<A><B>1</B><C>x</C><B>2</B></A>');
    expect(childrenNamed(root, 'B').map(({ text }) => text)).toEqual(['1', '2']);
    expect(childText(root, 'D')).toBeUndefined();
  });

  it('refuses two elements of a name where one belongs', () => {
    expect(() => childText(parse('<A><B>1</B><B>2</B></A>'), 'B')).toThrow(malformed);
  });

  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['an open element', '<A><B></A>'],
    ['two roots', '<A></A><B></B>'],
    ['a document type', '<!DOCTYPE A><A></A>'],
    ['an entity of its own', '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>'],
    ['an unknown entity', '<A>&nbsp;</A>'],
    ['a bare ampersand', '<A>a & b</A>'],
    ['a name that objects inherit', '<A><__proto__>y</__proto__></A>'],
    ['a surrogate', '<A>&#xD800;</A>'],
    ['no such character', '<A>&#x110000;</A>'],
    ['many levels', `${'<A>'.repeat(50)}${'</A>'.repeat(50)}`],
    ['many elements', `<A>${'<B></B>'.repeat(20_000)}</A>`],
    ['many bytes', `<A>${'x'.repeat(9_000_000)}</A>`],
  ])('refuses a body of %s', (_, text) => {
    expect(() => parse(text)).toThrow(malformed);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseXml(Buffer.from('<A>\u00ff</A>', 'latin1'))).toThrow(malformed);
  });
});
