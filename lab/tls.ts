import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { makeCertificate, type Certificate } from '#emulator/index.ts';
import { systemClock } from '#runtime/clock.ts';

const LOCAL_HOSTS = ['localhost', '127.0.0.1'];

export interface LabTls {
  /** What the server shows; undefined where TLS is not wanted. */
  readonly certificate: Certificate | undefined;
  /** Writes the file that clients are to trust; tells where, and how each kind of client learns to. */
  readonly publish: (endpoint: string) => Promise<readonly string[]>;
  /** Removes the file. */
  readonly close: () => Promise<void>;
}

const WITHOUT: LabTls = {
  certificate: undefined,
  publish: () => Promise.resolve([]),
  close: () => Promise.resolve(),
};

/** A certificate for who listens on `host`, new each time. */
export function labTls(isWanted: boolean, host: string): LabTls {
  if (!isWanted) return WITHOUT;
  const certificate = makeCertificate({
    // Clients judge it by their own clocks, whatever the lab's says.
    now: systemClock.now(),
    hosts: LOCAL_HOSTS.includes(host) ? LOCAL_HOSTS : [...LOCAL_HOSTS, hostname()],
  });
  let folder: string | undefined;
  return {
    certificate,
    publish: async (endpoint) => {
      folder = await mkdtemp(path.join(tmpdir(), 'kinlab-'));
      const file = path.join(folder, 'ca.pem');
      await writeFile(file, certificate.ca);
      return linesFor(endpoint, file);
    },
    close: async () => {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

const linesFor = (endpoint: string, file: string): readonly string[] => [
  `Over TLS too: ${endpoint.replace('http:', 'https:')}, for clients that trust ${file}`,
  `  AWS CLI, boto3: AWS_CA_BUNDLE=${file}   JavaScript: NODE_EXTRA_CA_CERTS=${file}`,
  `  Java: keytool -importcert -noprompt -alias kinlab -storepass changeit -file ${file} -keystore kinlab.p12`,
];
