import { defaultTopology } from '#pipeline/topology.ts';
import { kinesisClient } from '#runtime/aws.ts';
import { systemClock } from '#runtime/clock.ts';
import { EXIT } from '#runtime/errors.ts';
import type { ProgramScope } from '#runtime/service.ts';
import { placeOf } from '../running-lab.ts';
import { explained } from '../service-errors.ts';
import type { Settings } from '../settings/settings.ts';
import { tailJson, tailLine } from '../tail/tail-line.ts';
import { tailStream, type TailFrom } from '../tail/tail-stream.ts';
import type { Run } from './command.ts';

/** Shows the records of a stream as they come, until Ctrl-C or for a time. */
export const tail: Run = async (settings, scope) => {
  const { out, talk } = scope;
  const kinesis = kinesisClient(placeOf(settings, scope.env).kinesis);
  const toLine = settings.output === 'json' ? tailJson : tailLine;
  try {
    await explained(() =>
      tailStream({
        kinesis,
        stream: settings.stream ?? defaultTopology.stream,
        from: fromOf(settings),
        clock: systemClock,
        signal: untilOver(settings, scope),
        onRecord: (record) => out.write(`${toLine(record)}\n`),
        onSilence: (shards) => talk.write(silenceLine(shards)),
      }),
    );
  } finally {
    kinesis.destroy();
  }
  return EXIT.ok;
};

const fromOf = ({ from }: Settings): TailFrom =>
  typeof from === 'number' ? { at: systemClock.now() - from } : from;

function untilOver({ for: forMs }: Settings, { signal }: ProgramScope): AbortSignal {
  if (forMs === undefined) return signal;
  const over = new AbortController();
  void systemClock.sleep(forMs, signal).then(() => over.abort());
  return over.signal;
}

const silenceLine = (shards: number): string =>
  `waiting… ${shards} shards, and nothing new on them. (--from start shows older records)\n`;
