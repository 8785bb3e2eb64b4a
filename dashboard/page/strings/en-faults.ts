/** The words for what is made to go wrong, in English. */
export const enFaults = {
  faultNames: {
    'write-throttle': 'Writes throttled',
    'read-throttle': 'Reads throttled',
    'expired-iterator': 'Iterators expired',
    'internal-error': 'Internal errors',
    throttle: 'Calls throttled',
    unavailable: 'Kinesis unavailable',
    's3-away': 'S3 away',
    'lost-answer': 'Answers lost',
  } as Readonly<Record<string, string>>,
  faultWatch: {
    'write-throttle': 'Watch the producer: retries grow, nothing is lost, order per key is kept.',
    'read-throttle':
      'Watch the polling consumer: it asks less often, its lag grows, then it catches up.',
    'expired-iterator':
      'Watch the polling consumer: it takes a new iterator after its last record and misses nothing.',
    'internal-error':
      'Watch retries and lag: a quarter of all calls fails, and the books still balance.',
    throttle: 'Watch everybody back off, and come back.',
    unavailable: 'Watch the producer’s buffer grow and the lanes empty, until Kinesis is back.',
    's3-away': 'Watch Firehose keep its records and try again; nothing is lost.',
    'lost-answer':
      'Watch repeats: the producer cannot know that its records were stored, and puts them again.',
  } as Readonly<Record<string, string>>,
  faultShare: (share: string) => `${share} of calls`,
  faultLasts: (span: string) => `lasts ${span} of lab time, then ends by itself`,
  endsIn: (span: string) => `ends in ${span}`,
  ownFault: 'no action of AWS FIS',
};
