import type { Dashboard } from '#dashboard/server.ts';
import type { Settings } from '../settings/settings.ts';

/** Where the page is to be opened, on the lesson that was asked for. */
export const pageUrl = (
  { url }: Pick<Dashboard, 'url'>,
  { lesson }: Pick<Settings, 'lesson'>,
): string => (lesson === undefined ? url : `${url}/#lesson=${lesson}`);
