import { describe, expect, it } from 'vitest';
import { ValidationReport } from './validation-report.ts';

describe('ValidationReport', () => {
  it('says nothing while nothing is wrong', () => {
    expect(() => echoing().throwIfAny()).not.toThrow();
  });

  it('shows the refused value where the service does', () => {
    const report = echoing();
    report.add('a b', 'streamName', 'Member must satisfy regular expression pattern: [a-z]+');
    expect(thrownBy(report)).toMatchObject({
      code: 'ValidationException',
      status: 400,
      message:
        "1 validation error detected: Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
    });
  });

  it('hides the refused value where the service does', () => {
    const report = new ValidationReport({ echoesValues: false });
    report.add('a b', 'prefix', 'Member must not be null');
    expect(thrownBy(report)).toMatchObject({
      message:
        "1 validation error detected: Value at 'prefix' failed to satisfy constraint: Member must not be null",
    });
  });

  it('shows a missing value without quotes', () => {
    const report = echoing();
    report.add(null, 'streamName', 'Member must not be null');
    expect(thrownBy(report)).toMatchObject({
      message:
        "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null",
    });
  });

  it('joins errors by semicolons and counts them in the plural', () => {
    const report = echoing();
    report.add(0, 'limit', 'Member must have value greater than or equal to 1');
    report.add(null, 'streamName', 'Member must not be null');
    expect(thrownBy(report)).toMatchObject({
      message:
        "2 validation errors detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1; Value null at 'streamName' failed to satisfy constraint: Member must not be null",
    });
  });

  it('stops at ten errors', () => {
    const report = echoing();
    for (let member = 1; member <= 12; member++) report.add(null, `m${member}`, 'broken');
    expect(report.isFull).toBe(true);
    expect(thrownBy(report).message).toMatch(/^10 validation errors detected: .*'m10'[^;]*$/);
  });

  it('shows of an endless value only the beginning', () => {
    const report = echoing();
    report.add('x'.repeat(1_000_000), 'streamName', 'broken');
    expect(thrownBy(report).message.length).toBeLessThan(5_000);
  });
});

const echoing = (): ValidationReport => new ValidationReport({ echoesValues: true });

function thrownBy(report: ValidationReport): Error {
  try {
    report.throwIfAny();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
