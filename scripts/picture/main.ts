// Draws docs/lab.svg from a run of the lab: three minutes on the virtual clock, seed 7. Run it again
// after a change: `node --import tsx scripts/picture/main.ts`.
import { writeFileSync } from 'node:fs';
import { chooseInput } from '#lab/traffic/choose-input.ts';
import { readSettings } from '#lab/settings/settings.ts';
import { drawLab } from './draw-lab.ts';
import { runForPicture } from './run-for-picture.ts';

const input = await chooseInput(readSettings([], {}), process.stdin);
writeFileSync('docs/lab.svg', drawLab(await runForPicture(input)));
