import { EXIT, ExpectedError } from '#runtime/errors.ts';

/** A file of the data folder does not hold what was written to it. */
export class DataDamaged extends ExpectedError {
  readonly code = 'data-damaged';
  override readonly exitCode = EXIT.environment;
  override readonly fixes: readonly string[];

  constructor(file: string, what: string) {
    super(`${file} is damaged: ${what}`);
    this.fixes = [
      'put back a copy of the data folder from before',
      `or start with another folder: what else is in ${file} cannot be trusted`,
    ];
  }
}

/** The data folder was made by another release. */
export class DataOfOtherFormat extends ExpectedError {
  readonly code = 'data-format';
  override readonly exitCode = EXIT.environment;
  override readonly fixes = ['use the release that made it, or another folder'];
}

/** Another process, which is alive, works on the data folder. */
export class DataInUse extends ExpectedError {
  readonly code = 'data-in-use';
  override readonly exitCode = EXIT.environment;
  override readonly fixes = ['stop the other process, or use another folder'];

  constructor(folder: string) {
    super(`the data folder ${folder} is in use by another process`);
  }
}
