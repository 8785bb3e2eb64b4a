import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { AwsError } from '../errors.ts';

/** A piece of XML whose text has been escaped already. */
export interface Xml {
  readonly markup: string;
}

export type XmlChild = Xml | string | number | boolean | undefined;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Children that are undefined are left out; text is escaped. */
export const element = (name: string, ...children: readonly XmlChild[]): Xml => ({
  markup: `<${name}>${children.map(markupOf).join('')}</${name}>`,
});

/** As on AWS: the root of an answer names S3's namespace; the root of an error does not. */
export const rootElement = (name: string, ...children: readonly XmlChild[]): Xml =>
  rootElementOf(S3_NAMESPACE, name, ...children);

export const rootElementOf = (
  namespace: string,
  name: string,
  ...children: readonly XmlChild[]
): Xml => ({
  markup: `<${name} xmlns="${namespace}">${children.map(markupOf).join('')}</${name}>`,
});

export const xmlDocument = (root: Xml): Buffer => Buffer.from(DECLARATION + root.markup);

/** As on AWS: an error says what went wrong, its details, and who answered. */
export const xmlError = (error: AwsError, requestId: string, hostId: string): Buffer =>
  xmlDocument(
    element(
      'Error',
      element('Code', error.code),
      element('Message', error.message),
      ...Object.entries(error.details).map(([name, value]) => element(name, value)),
      element('RequestId', requestId),
      element('HostId', hostId),
    ),
  );

function markupOf(child: XmlChild): string {
  if (child === undefined) return '';
  return typeof child === 'object' ? child.markup : escapeXml(String(child));
}

/**
 * Keys may hold characters that XML 1.0 has no way to write. As on AWS: they are written as character
 * references all the same; a client that wants to be safe asks for `encoding-type=url`.
 */
const UNSAFE = /[&<>"]|[^\u0020-\u007e\u0080-\ufffd]/g;

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escapeXml = (text: string): string =>
  text.replace(UNSAFE, (character) => NAMED[character] ?? `&#${character.charCodeAt(0)};`);

/** An element of a request's body. Its text is that of the element itself, not of its children. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Twice what 1,000 keys of 1,024 bytes take; the worst body of this size is read in under a second. */
const MAX_BYTES = 2 * 1_024 * 1_024;
/** Room for 1,000 objects with every member that the model has. */
const MAX_TAGS = 20_000;
const MAX_DEPTH = 10;

const TEXT = '#text';
const CDATA = '#cdata';

/**
 * Reads the body of a request. Throws MalformedXML, with S3's words.
 *
 * Unlike AWS: a body with a DOCTYPE is refused whatever is in it, and so is any entity but XML's own
 * five, so that no body can grow while it is read.
 */
export function parseXml(body: Uint8Array): XmlElement {
  const text = textOf(body);
  if (XMLValidator.validate(text) !== true) throw malformedXml();
  const roots = elementsOf(parsed(text));
  const root = roots[0];
  if (!root || roots.length > 1) throw malformedXml();
  return root;
}

/** The children of that name, in order. */
export const childrenNamed = (parent: XmlElement, name: string): readonly XmlElement[] =>
  parent.children.filter((child) => child.name === name);

/** The text of the only child of that name; undefined without one. */
export function childText(parent: XmlElement, name: string): string | undefined {
  const [child, another] = childrenNamed(parent, name);
  if (another) throw malformedXml();
  return child?.text;
}

export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

function textOf(body: Uint8Array): string {
  if (body.byteLength > MAX_BYTES) throw malformedXml();
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformedXml();
  }
  if (/<!(?!--|\[CDATA\[)/.test(text)) throw malformedXml();
  let tags = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) tags += 1;
  if (tags > MAX_TAGS) throw malformedXml();
  return text;
}

function parsed(text: string): unknown {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    processEntities: false,
    textNodeName: TEXT,
    cdataPropName: CDATA,
    maxNestedTags: MAX_DEPTH,
  });
  try {
    return parser.parse(text);
  } catch {
    throw malformedXml();
  }
}

/** The parser's nodes are objects with one member, named after the element, that holds its nodes. */
type ParsedNode = Readonly<Record<string, unknown>>;

const nodesOf = (value: unknown): readonly ParsedNode[] =>
  Array.isArray(value) ? (value as ParsedNode[]) : [];

function elementsOf(value: unknown): XmlElement[] {
  return nodesOf(value).flatMap((node) =>
    Object.entries(node)
      .filter(([name]) => name !== TEXT && name !== CDATA && name !== ':@')
      .map(([name, content]) => ({
        name,
        text: nodesOf(content).map(textOfNode).join(''),
        children: elementsOf(content),
      })),
  );
}

function textOfNode(node: ParsedNode): string {
  if (typeof node[TEXT] === 'string') return unescapeXml(node[TEXT]);
  return nodesOf(node[CDATA])
    .map((part) => (typeof part[TEXT] === 'string' ? part[TEXT] : ''))
    .join('');
}

const REFERENCE = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));|&/g;

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function unescapeXml(text: string): string {
  return text.replace(REFERENCE, (_, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
    if (decimal !== undefined) return characterOf(Number.parseInt(decimal, 10));
    const character = CHARACTERS.get(name ?? '');
    if (character === undefined) throw malformedXml();
    return character;
  });
}

function characterOf(codePoint: number): string {
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  if (codePoint > 0x10ffff || isSurrogate) throw malformedXml();
  return String.fromCodePoint(codePoint);
}
