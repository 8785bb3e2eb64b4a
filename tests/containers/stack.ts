import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  DockerComposeEnvironment,
  Wait,
  type StartedDockerComposeEnvironment,
} from 'testcontainers';
import type { Snapshot } from '#dashboard/messages.ts';
import type { Report } from '#lab/report/report.ts';
import { kinesisClient, s3Client } from '#runtime/aws.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT } from '../support/repository.ts';

const execute = promisify(execFile);

export type Service = 'aws' | 'firehose' | 'producer' | 'consumer-1' | 'consumer-2';

/** What compose.yaml starts, under a name and on ports of its own. */
export class ComposeStack {
  readonly kinesis: KinesisClient;
  readonly s3: S3Client;
  readonly #environment: StartedDockerComposeEnvironment;
  readonly #project: string;
  readonly #variables: Readonly<Record<string, string>>;

  private constructor(
    environment: StartedDockerComposeEnvironment,
    project: string,
    variables: Readonly<Record<string, string>>,
  ) {
    this.#environment = environment;
    this.#project = project;
    this.#variables = variables;
    const connection = {
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${variables['KINLAB_PORT']}`,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    this.kinesis = kinesisClient(connection);
    this.s3 = s3Client(connection);
  }

  /** Builds the images and starts every service that these variables ask for. */
  static async start(
    name: string,
    settings: Readonly<Record<string, string>>,
  ): Promise<ComposeStack> {
    const project = `kinlab-test-${name}`;
    const variables = {
      ...settings,
      KINLAB_PORT: `${await freePort()}`,
      KINLAB_FIREHOSE_PORT: `${await freePort()}`,
      KINLAB_DASHBOARD_PORT: `${await freePort()}`,
    };
    const compose = new DockerComposeEnvironment(ROOT, 'compose.yaml')
      .withProjectName(project)
      .withEnvironment(variables);
    // An image of another name than LocalStack's is not built by starting the service.
    if (settings['KINLAB_AWS_IMAGE'] === undefined) compose.withBuild();
    else await execute('docker', ['compose', 'build', 'kinlab-aws', 'producer'], { cwd: ROOT });
    const environment = await compose
      .withDefaultWaitStrategy(Wait.forLogMessage('"event":"started"'))
      .withWaitStrategy('aws-1', Wait.forHealthCheck())
      .up();
    return new ComposeStack(environment, project, variables);
  }

  /** As from a terminal. Throws unless it exits with 0. */
  async compose(...args: readonly string[]): Promise<string> {
    const { stdout } = await execute('docker', ['compose', '-p', this.#project, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...this.#variables },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  }

  /** Also that of a run which broke promises: its exit code says so, and its books say which. */
  async report(): Promise<Report> {
    const printed = await this.compose('run', '--rm', 'report', '-o', 'json').catch(
      (error: { readonly stdout: string }) => error.stdout,
    );
    return JSON.parse(printed) as Report;
  }

  /** Without a chance to finish anything. */
  async kill(service: Service): Promise<void> {
    await this.#docker('kill', service);
  }

  /** Killed, and back after a while. */
  async killAndRestart(service: Service, pause: () => Promise<void>): Promise<void> {
    await this.kill(service);
    await pause();
    await this.#docker('start', service);
  }

  /** Every process in it stands still meanwhile, and its connections stay open. */
  async freeze(service: Service, meanwhile: () => Promise<void>): Promise<void> {
    await this.#docker('pause', service);
    await meanwhile();
    await this.#docker('unpause', service);
  }

  /** The live page, as a browser of this machine gets it, and the first picture that it is sent. */
  async page(): Promise<{ readonly html: string; readonly snapshot: Snapshot }> {
    const url = `http://127.0.0.1:${this.#variables['KINLAB_DASHBOARD_PORT']}`;
    const html = await (await fetch(url)).text();
    const events = await fetch(`${url}/events`);
    let text = '';
    for await (const piece of events.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      const told = /event: snapshot\ndata: (.*)\n\n/.exec(text)?.[1];
      if (told !== undefined) return { html, snapshot: JSON.parse(told) as Snapshot };
    }
    throw new Error(`no picture: ${text}`);
  }

  /** Asks services to stop, and answers with their exit codes. */
  async stop(...services: readonly Service[]): Promise<readonly number[]> {
    await this.compose('stop', ...services);
    const code = ['inspect', '--format', '{{.State.ExitCode}}'] as const;
    return Promise.all(services.map(async (one) => Number(await this.#docker(...code, one))));
  }

  /** Takes every container away and makes new ones; what is in a volume stays. */
  async rebuild(): Promise<void> {
    await this.compose('down');
    await this.compose('up', '-d', '--wait');
  }

  async down(): Promise<void> {
    this.kinesis.destroy();
    this.s3.destroy();
    await this.#environment.down({ removeVolumes: true });
  }

  /** One of Docker's own commands, about the first container of a service. */
  async #docker(...args: readonly [...string[], Service]): Promise<string> {
    const service = args.at(-1);
    const all = [...args.slice(0, -1), `${this.#project}-${service}-1`];
    return (await execute('docker', all)).stdout;
  }
}
