/** What each kind of suspicion rests on. Amounts are as they stand in the records, times in ms. */
interface Figures {
  readonly 'impossible-travel': Travel;
  readonly 'card-testing': Burst & { readonly most: number };
  readonly 'repeated-amount': Burst & { readonly amount: number };
  readonly velocity: Burst;
  readonly 'unusual-rate': Burst;
  readonly 'unusual-amount': Unusual;
  readonly 'unusual-value': Unusual;
  readonly 'out-of-character': Unusual & { readonly country: string; readonly category: string };
}

interface Travel {
  readonly city?: string | undefined;
  readonly from?: string | undefined;
  readonly km: number;
  readonly afterMs: number;
}

interface Burst {
  readonly count: number;
  readonly withinMs: number;
  /** How long there usually is between two such records. */
  readonly usualGapMs: number;
}

interface Unusual {
  readonly amount: number;
  readonly usual: number;
}

/** Why a record is unlike its key. Whoever shows it finds the words. */
export type Suspected = {
  readonly [Kind in keyof Figures]: { readonly kind: Kind } & Figures[Kind];
}[keyof Figures];

export type SuspicionKind = Suspected['kind'];

/** How each kind is told. */
export type SuspicionTellers = {
  readonly [Kind in keyof Figures]: (why: Figures[Kind]) => string;
};
