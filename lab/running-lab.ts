import type { Env } from '#runtime/config.ts';
import type { Settings } from './settings/settings.ts';
import { resolveTarget, type Target } from './target.ts';

/**
 * Where the lab or the stack is that runs elsewhere, for a command that looks at it. The embedded lab is
 * at its port on this machine, unless AWS's own variables say where.
 */
export function placeOf(settings: Settings, env: Env): Target {
  if (settings.target !== 'embedded') return resolveTarget(settings, env);
  const here = { AWS_ENDPOINT_URL: `http://127.0.0.1:${settings.port}` };
  const named = Object.entries(env).filter(([, value]) => value !== '');
  const local = { ...settings, target: 'localstack' as const };
  return resolveTarget(local, { ...here, ...Object.fromEntries(named) });
}
