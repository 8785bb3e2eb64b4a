import { signal } from '@preact/signals';

/** What the last command was answered, if it was refused. */
export const refusal = signal<string | undefined>(undefined);

let token = document.querySelector<HTMLMetaElement>('meta[name=token]')?.content ?? '';

/** Gives a command; whether it was carried out. What was refused is shown, not thrown. */
export async function command(name: string, body: object): Promise<boolean> {
  refusal.value = undefined;
  try {
    const response = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-kinlab-token': token },
      body: JSON.stringify(body),
    });
    if (response.ok) return true;
    refusal.value = ((await response.json()) as { readonly message: string }).message;
  } catch (error) {
    refusal.value = String(error);
  }
  return false;
}

/** What is there under this address; undefined if nothing is. */
export async function ask<T>(
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<T | undefined> {
  try {
    const response = await fetch(`${path}?${new URLSearchParams(query)}`);
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}

/** A server that was started anew has another token, and tells it with the page. */
export async function renewToken(): Promise<void> {
  const html = await (await fetch('/')).text();
  token = /name="token" content="([^"]*)"/.exec(html)?.[1] ?? token;
}
