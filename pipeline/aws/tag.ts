/** Everything that the lab makes on AWS carries this tag; nothing without it is ever changed or deleted. */
export const TAG = { Key: 'kinlab', Value: '1' } as const;

interface GivenTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export const carriesTag = (tags: readonly GivenTag[] | undefined): boolean =>
  tags?.some(({ Key, Value }) => Key === TAG.Key && Value === TAG.Value) ?? false;
