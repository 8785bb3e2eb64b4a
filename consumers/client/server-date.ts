/**
 * Remembers the `Date` header of a command's answer, which counts seconds: to be added to the
 * command's middleware.
 */
export function serverDate() {
  let at: number | undefined;
  return {
    middleware:
      <Args, Result extends { readonly response: unknown }>(
        next: (args: Args) => Promise<Result>,
      ) =>
      async (args: Args): Promise<Result> => {
        const result = await next(args);
        at = dateIn(result.response) ?? at;
        return result;
      },
    place: { step: 'deserialize', priority: 'high', name: 'serverDate' } as const,
    /** Epoch ms; undefined: there was none. */
    at: () => at,
  };
}

function dateIn(response: unknown): number | undefined {
  const headers = (response as { readonly headers?: Readonly<Record<string, string>> } | undefined)
    ?.headers;
  const at = Date.parse(headers?.['date'] ?? '');
  return Number.isNaN(at) ? undefined : at;
}
