// A process of its own: prints the milliseconds from its start until both consumers have a record.
import { chooseInput } from '#lab/traffic/choose-input.ts';
import { readSettings } from '#lab/settings/settings.ts';
import { startLab } from '#lab/start-lab.ts';

const input = await chooseInput(readSettings([], {}), process.stdin);
const lab = await startLab({ input });
while (!lab.status().consumers.every(({ received }) => received > 0)) {
  await new Promise((resolve) => setImmediate(resolve));
}
process.stdout.write(String(performance.now()));
await lab.stop();
process.exit(0);
