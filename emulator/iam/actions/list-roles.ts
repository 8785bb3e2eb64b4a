import { element } from '../../wire/rest-xml.ts';
import type { IamAction } from '../iam-action.ts';
import { wholeNumber } from '../members.ts';
import { listedRole } from '../role-element.ts';

/** As on AWS: so many in one page. */
const MAX_ITEMS = { min: 1, max: 1_000, default: 100 };

/**
 * As on AWS: by the beginning of their path, in the order of their names, a page at a time.
 * Unlike AWS: a marker is the name of the page's last role.
 */
export const listRoles: IamAction = {
  name: 'ListRoles',
  run(iam, input) {
    const prefix = input.text('PathPrefix') ?? '/';
    const marker = input.text('Marker') ?? '';
    const maxItems = wholeNumber(input, 'MaxItems', MAX_ITEMS);
    const found = iam.roles.filter((role) => role.path.startsWith(prefix) && role.name > marker);
    const page = found.slice(0, maxItems);
    const isTruncated = found.length > page.length;
    return [
      element('Roles', ...page.map(listedRole)),
      element('IsTruncated', isTruncated),
      ...(isTruncated ? [element('Marker', page.at(-1)?.name)] : []),
    ];
  },
};
