import { loadSharedConfigFiles } from '@smithy/core/config';

export interface Profile {
  readonly name: string;
  readonly region: string;
}

/** The profiles of AWS's tools that name a region, in the order of the file. None where it cannot be read. */
export async function profilesWithRegion(): Promise<readonly Profile[]> {
  try {
    const { configFile } = await loadSharedConfigFiles({ ignoreCache: true });
    return Object.entries(configFile).flatMap(([name, { region }]) =>
      // A dot stands between the kind and the name of a section that is no profile.
      region === undefined || name.includes('.') ? [] : [{ name, region }],
    );
  } catch {
    return [];
  }
}
