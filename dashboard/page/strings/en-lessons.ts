/** The words of the lessons, in English. Answers are in the order in which the finders count them. */
export const enLessons = {
  lessons: 'Lessons',
  lessonOf: (n: string, all: string) => `Lesson ${n} of ${all}`,
  lessonBack: 'Back',
  lessonNext: 'Next',
  lessonClose: 'Close the lesson',
  guessFirst: 'Guess first, then see:',
  right: 'Right.',
  wrong: 'Not so. The answer:',
  notSeenYet: 'Not to be seen yet.',
  lookAt: 'Look at the panel in the frame.',
  cannotHere: 'This target does not let the page do that; read on, or try it with npm start.',
  lessonTexts: {
    keys: {
      title: 'Partition keys',
      question: 'Ten records with one partition key are put. Into which lanes do they go?',
      answers: [
        'They are spread over all lanes',
        'All into one lane',
        'Each into the lane with most room',
      ],
      wait: 'Type a partition key under Producer.',
    },
    order: {
      title: 'Order',
      question: 'Records lie in two lanes. Whose order does Kinesis promise?',
      answers: ['That of all records', 'That of the records within one lane', 'None'],
      wait: 'Nobody has read anything yet.',
    },
    push: {
      title: 'Polling and pushing',
      question: 'One consumer asks for records, the other is sent them. Who sees a record first?',
      answers: [
        'The one that asks (polling)',
        'The one that is sent them (pushed)',
        'Both at once',
      ],
      wait: 'One consumer of each kind must have read some records; wait a moment.',
    },
    behind: {
      title: 'Falling behind',
      question: 'A consumer is slower than its records come. What becomes of the others?',
      answers: [
        'They are lost',
        'They wait in the stream, and its lag grows',
        'The producer is made to wait',
      ],
      wait: 'No consumer is there yet.',
    },
    split: {
      title: 'Splitting a shard',
      question: 'A lane is split in two. When are the records of the two new ones read?',
      answers: [
        'At once, beside those of the old one',
        'When the old one has been read to its end',
        'When its records have been moved over',
      ],
      wait: 'No shard has been split yet: do it.',
    },
    partial: {
      title: 'Partial failure',
      question:
        'Of 100 records put in one call, a full shard has no room for 30. What is answered?',
      answers: [
        'An error: none was stored',
        'Success, with 30 marked as failed: they must be put again',
        'Success: Kinesis stores the 30 later by itself',
      ],
      wait: 'Nothing has been refused yet: type a key under Producer, and do it.',
    },
    repeats: {
      title: 'At least once',
      question: 'A consumer crashes after its last checkpoint and starts again. What does it read?',
      answers: [
        'Only what is new',
        'Also, once more, what it had read since that checkpoint',
        'What it had not read before is lost',
      ],
      wait: 'It has not crashed yet: let it crash, start it again, and look at its repeats.',
    },
    buffer: {
      title: 'Firehose’s buffer',
      question: 'Records reach Firehose all the time. When are they written to S3?',
      answers: [
        'Each at once',
        'When the buffer is full or old enough, whichever is first',
        'When the shard is full',
      ],
      wait: 'The buffer is empty: its interval begins with its first record.',
    },
  },
  deeds: {
    put: 'Put 10 records of the typed key',
    slow: 'Slow it down',
    catchUp: 'Let it catch up',
    split: 'Split the first shard',
    overfill: 'Put 100 records of the typed key at once',
    kill: 'Let it crash',
    start: 'Start it again',
  },
  findings: {
    keys: (key: string, ring: string, shard: string) =>
      `“${key}” goes to ${shard}, every time: the hash (MD5) of the key lies at ${ring} of the ring, and that part is ${shard}’s. Same key, same hash, same lane.`,
    order: (received: string, outOfOrder: string) =>
      `The consumers have read ${received} records, and of any one key ${outOfOrder} out of order. In a shard each record has a higher sequence number than those before it; two shards are read side by side. So what must stay in order needs one key.`,
    push: (first: string, ms: string, second: string, otherMs: string) =>
      `Half of all records were seen by ${first} within ${ms}, by ${second} within ${otherMs}.`,
    pushWhy:
      'Kinesis sends a record to the pushed consumer as soon as it is there; for the other one it lies in the stream until that one asks again.',
    slowedWhy: 'The pushed consumer is slowed down now, so what is sent to it has to wait.',
    behind: (name: string, behind: string, lag: string) =>
      `${name} is ${lag} behind, and ${behind} records wait for it in the stream.`,
    behindWhy:
      'A stream keeps its records for 24 hours or more, read or not; the other consumer and the producer notice nothing.',
    behindSlow: 'It is slowed down now: watch the lag grow. Then let it catch up.',
    split: (parent: string, children: string) =>
      `${parent} was split into ${children}: it takes no new records, the children do.`,
    splitDraining: 'Somebody still reads it to its end.',
    splitDrained: 'All consumers have read it to its end, and went on to its children.',
    splitWhy: 'Parent first, then the children: so each key keeps its order.',
    partial: (retries: string, failed: string) =>
      `A shard takes 1 MiB a second. The call succeeds all the same: its answer counts the records that were refused (FailedRecordCount) and marks each of them. This producer has put refused ones again ${retries} times and has given ${failed} up.`,
    repeats: (name: string, received: string, duplicates: string) =>
      `${name} has read ${received} records, and ${duplicates} deliveries were repeats. It goes on from its last checkpoint, so nothing is missed but some comes twice: a consumer must bear that.`,
    repeatsKilled: (name: string) =>
      `${name} has crashed: start it again, and look at its repeats.`,
    unbuffered: 'The Firehose of this target writes at once. On AWS, it waits for its buffer.',
    due: (span: string, held: string, full: string) =>
      `Nothing is in S3 yet: the buffer holds ${held} of ${full}, and in ${span} it is old enough.`,
    object: (trigger: string, waited: string, records: string, size: string) =>
      `The last object was written ${trigger}: ${records} records, ${size}, and the first of them had waited ${waited}. Inside they follow each other, with no line end between them.`,
  },
};
