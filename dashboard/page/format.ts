import type { ConsumerView } from '../view.ts';
import { language } from './settings.ts';

const numbers = new Map<string, Intl.NumberFormat>();

/** A number as people of the chosen language write it. */
export function number(value: number, digits = 0): string {
  const key = `${language.value} ${digits}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language.value, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    numbers.set(key, format);
  }
  return format.format(value);
}

export const percent = (share: number, digits = 0): string => `${number(share * 100, digits)} %`;

const KIB = 1_024;

export function bytes(value: number): string {
  if (value < KIB) return `${number(value)} B`;
  if (value < KIB * KIB) return `${number(value / KIB, value < 10 * KIB ? 1 : 0)} KiB`;
  return `${number(value / KIB / KIB, 2)} MiB`;
}

/** A span of time, short. */
export function span(ms: number): string {
  if (ms < 1_000) return `${number(Math.round(ms))} ms`;
  if (ms < 120_000) return `${number(ms / 1_000, ms < 10_000 ? 1 : 0)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.round((ms % 60_000) / 1_000);
  return `${number(minutes)} min ${number(seconds)} s`;
}

/** How far behind a consumer is: who polls is told when it asks, and falls back until it asks again. */
export const lag = ({ read, state, pollEveryMs }: ConsumerView, ms: number): string =>
  read === 'polling' && state === 'running' ? `${span(ms)} – ${span(ms + pollEveryMs)}` : span(ms);

/** The time of day in UTC, as AWS's logs have it. */
export const time = (at: number): string => new Date(at).toISOString().slice(11, 19);

export const timeMs = (at: number): string => new Date(at).toISOString().slice(11, 23);

/** `shardId-000000000003` → `s3`. */
export const shardName = (shardId: string): string =>
  `s${Number(shardId.slice(shardId.lastIndexOf('-') + 1))}`;

const MOST_CHARACTERS = 24;

/** Names may be long, and anything may be in them. */
export const short = (name: string, characters = MOST_CHARACTERS): string =>
  name.length <= characters ? name : `${name.slice(0, characters - 1)}…`;
