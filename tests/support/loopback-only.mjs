import net from 'node:net';

/**
 * Lets this process connect to its own machine only: whatever else it tries is refused before a packet
 * leaves, and kept for who asks. In plain JavaScript, so that `node --import` can load it anywhere.
 */

const LOOPBACK =
  /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i;

/**
 * The host in `connect(options)`, `connect(port, host)` or what `net.connect` has made of these; none
 * in `connect(path)`.
 *
 * @param {unknown[]} args
 * @returns {string | undefined}
 */
function hostOf(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) {
    return typeof first.path === 'string' ? undefined : (first.host ?? 'localhost');
  }
  if (!Number.isInteger(Number(first))) return undefined;
  return typeof second === 'string' ? second : 'localhost';
}

/** @type {Record<symbol, string[] | undefined>} */
const shared = globalThis;
const REFUSED = Symbol.for('kinlab.refused-connections');

if (shared[REFUSED] === undefined) {
  /** @type {string[]} */
  const refused = [];
  shared[REFUSED] = refused;
  const prototype = /** @type {any} */ (net.Socket.prototype);
  const connect = prototype.connect;
  prototype.connect = /** @type {(this: net.Socket, ...args: unknown[]) => net.Socket} */ (
    function connectToLoopback(...args) {
      const host = hostOf(args);
      if (host === undefined || LOOPBACK.test(host)) return connect.apply(this, args);
      refused.push(host);
      const error = new Error(`refused to connect to ${host}, which is not this machine`);
      process.nextTick(() => this.destroy(Object.assign(error, { code: 'ENOTLOOPBACK' })));
      return this;
    }
  );
  // In a program that a test has started, nobody else would notice.
  process.on('exit', () => {
    if (refused.length === 0 || process.env['VITEST'] !== undefined) return;
    process.stderr.write(`connected elsewhere: ${refused.join(', ')}\n`);
    process.exitCode = 97;
  });
}
