/** The services that can be asked how they stand. */
export const SERVICE_NAMES = ['producer', 'consumer-1', 'consumer-2', 'firehose'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Where each of them answers; one that is not named is not asked. */
export type ServiceUrls = Readonly<Partial<Record<ServiceName, string>>>;

/** Reads `producer=http://127.0.0.1:4580,consumer-1=…`; undefined if it is anything else. */
export function parseServiceUrls(text: string): ServiceUrls | undefined {
  const urls: Partial<Record<ServiceName, string>> = {};
  for (const part of text.split(',').map((words) => words.trim())) {
    const [given, url = ''] = part.split('=');
    const name = SERVICE_NAMES.find((candidate) => candidate === given);
    if (name === undefined || !/^http:\/\/[^/]+$/.test(url) || !URL.canParse(url)) return undefined;
    urls[name] = url;
  }
  return urls;
}
