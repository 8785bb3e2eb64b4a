import type { en } from './en.ts';

type Shape<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Args) => string
    ? (...args: Args) => string
    : T[Name] extends string
      ? string
      : Shape<T[Name]>;
};

/** A language that lacks a string, or has one too many, does not compile. */
export type Strings = Shape<typeof en>;
