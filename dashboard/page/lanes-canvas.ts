import type { ConsumerView, ShardView } from '../view.ts';
import { inFlight, type Flying } from './flight.ts';
import { COLOURS, lookOf } from './keys.ts';

/** Real time that a record takes through the picture, whatever the lab's speed. */
export const WINDOW_MS = 5_000;

/** What is drawn, and where. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** The moment at the left edge. */
  readonly now: number;
  /** Lab time from the left edge to the right one. */
  readonly windowMs: number;
  readonly shards: readonly ShardView[];
  readonly consumers: readonly ConsumerView[];
  readonly palette: Palette;
  readonly pixelRatio: number;
}

export interface Palette {
  readonly keys: readonly string[];
  readonly cursors: readonly string[];
  readonly lane: string;
  readonly laneOdd: string;
  readonly border: string;
  readonly panel: string;
}

/** The page's colours as the browser resolves them at this moment. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    keys: Array.from({ length: COLOURS }, (_, at) => colour(`key-${at}`)),
    cursors: [colour('cursor-1'), colour('cursor-2')],
    lane: colour('lane'),
    laneOdd: colour('lane-odd'),
    border: colour('line'),
    panel: colour('panel'),
  };
}

/** Draws the shards over time: the newest moment on the left, the ring of hash keys from top to bottom. */
export function drawLanes(context: CanvasRenderingContext2D, scene: Scene): void {
  context.setTransform(scene.pixelRatio, 0, 0, scene.pixelRatio, 0, 0);
  context.clearRect(0, 0, scene.width, scene.height);
  for (const [at, shard] of scene.shards.entries()) drawLane(context, scene, shard, at);
  const lanes = new Map(scene.shards.map((shard) => [shard.shardId, shard]));
  for (const record of inFlight()) drawRecord(context, scene, record, lanes.get(record.shardId));
  for (const [at, consumer] of scene.consumers.entries()) drawCursors(context, scene, consumer, at);
}

const xAt = ({ now, windowMs, width }: Scene, instant: number): number =>
  ((now - instant) / windowMs) * width;

/** A lane begins and ends in time as its shard does, so a split is a border that moves through the picture. */
function drawLane(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { from, to, openedAt, closedAt }: ShardView,
  at: number,
): void {
  const { width, height, palette } = scene;
  const left = closedAt === undefined ? 0 : Math.max(0, xAt(scene, closedAt));
  const right = openedAt === undefined ? width : Math.min(width, xAt(scene, openedAt));
  if (right <= left) return;
  const top = from * height;
  context.fillStyle = at % 2 === 0 ? palette.lane : palette.laneOdd;
  context.fillRect(left, top, right - left, (to - from) * height);
  context.strokeStyle = palette.border;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, Math.round(top) + 0.5, right - left, (to - from) * height);
}

const RADIUS = 5;
const WHOLE: Pick<ShardView, 'from' | 'to'> = { from: 0, to: 1 };
/** Of a record that all have seen. */
const DIM = 0.45;

/** At its hash key's height, but always whole in its lane. */
function drawRecord(
  context: CanvasRenderingContext2D,
  scene: Scene,
  record: Flying,
  { from, to } = WHOLE,
): void {
  const x = xAt(scene, record.at);
  if (x < -RADIUS || x > scene.width + RADIUS) return;
  const [top, bottom] = [from * scene.height + RADIUS, to * scene.height - RADIUS];
  const y = Math.min(bottom, Math.max(top, record.ring * scene.height));
  context.globalAlpha = isSeenByAll(record, scene) ? DIM : 1;
  const sprite = spriteOf(record.key, scene);
  context.drawImage(sprite, x - RADIUS - 1, y - RADIUS - 1, 2 * RADIUS + 2, 2 * RADIUS + 2);
  context.globalAlpha = 1;
}

function isSeenByAll({ seenAt }: Flying, { consumers, now }: Scene): boolean {
  if (seenAt.size < consumers.length || consumers.length === 0) return false;
  for (const at of seenAt.values()) if (at > now) return false;
  return true;
}

const sprites = new Map<string, ImageBitmap>();

/** Each glyph in each colour is drawn once; as a bitmap, because of a canvas each use takes a picture first. */
function spriteOf(key: string, { palette, pixelRatio }: Scene): ImageBitmap {
  const { colour, glyph } = lookOf(key);
  const fill = palette.keys[colour] ?? '';
  const name = `${fill} ${glyph} ${pixelRatio}`;
  const known = sprites.get(name);
  if (known) return known;
  const size = (2 * RADIUS + 2) * pixelRatio;
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d');
  if (context) {
    context.scale(pixelRatio, pixelRatio);
    context.translate(RADIUS + 1, RADIUS + 1);
    context.fillStyle = fill;
    context.beginPath();
    trace[glyph](context);
    context.fill();
  }
  const sprite = canvas.transferToImageBitmap();
  sprites.set(name, sprite);
  return sprite;
}

type Ground = OffscreenCanvasRenderingContext2D;

const corners = (context: Ground, ...points: [number, number][]): void => {
  for (const [x, y] of points) context.lineTo(x, y);
  context.closePath();
};

const trace = {
  0: (context: Ground) => context.arc(0, 0, RADIUS - 0.5, 0, 2 * Math.PI),
  1: (context: Ground) => context.rect(-4, -4, 8, 8),
  2: (context: Ground) => corners(context, [0, -5], [5, 4.4], [-5, 4.4]),
  3: (context: Ground) => corners(context, [0, -5.6], [5, 0], [0, 5.6], [-5, 0]),
} as const;

const FLAG = 14;

/** How far a consumer has read each shard: all to the right of its line is done. */
function drawCursors(
  context: CanvasRenderingContext2D,
  scene: Scene,
  consumer: ConsumerView,
  at: number,
): void {
  const colour = scene.palette.cursors[at] ?? scene.palette.border;
  for (const reading of consumer.shards) {
    const shard = scene.shards.find(({ shardId }) => shardId === reading.shardId);
    if (!shard) continue;
    const x = Math.max(1, xAt(scene, readUntil(scene, consumer, reading)));
    const top = shard.from * scene.height;
    const height = (shard.to - shard.from) * scene.height;
    const isOut = x > scene.width;
    drawCursor(context, { x: Math.min(x, scene.width - 1), top, height, colour, isOut });
    if (height >= FLAG) drawFlag(context, scene, { x, top, colour, name: String(at + 1), at });
  }
}

/** Everything that arrived up to then has been read. */
function readUntil(
  { now }: Scene,
  { read, pollEveryMs, state }: ConsumerView,
  { lagMs, lastRecordAt = 0 }: ConsumerView['shards'][number],
): number {
  if (state === 'killed') return lastRecordAt;
  // At the tip a poller has read all up to its last poll, and who is pushed to all there is.
  const atLeast = now - lagMs - (read === 'polling' ? pollEveryMs : 0);
  return Math.min(now, Math.max(lastRecordAt, atLeast));
}

interface Cursor {
  readonly x: number;
  readonly top: number;
  readonly height: number;
  readonly colour: string;
  readonly isOut: boolean;
}

function drawCursor(
  context: CanvasRenderingContext2D,
  { x, top, height, colour, isOut }: Cursor,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash(isOut ? [3, 3] : []);
  context.beginPath();
  context.moveTo(x, top + 1);
  context.lineTo(x, top + height - 1);
  context.stroke();
  context.setLineDash([]);
}

interface Flag {
  readonly x: number;
  readonly top: number;
  readonly colour: string;
  readonly name: string;
  readonly at: number;
}

function drawFlag(
  context: CanvasRenderingContext2D,
  { width, palette }: Scene,
  { x, top, colour, name, at }: Flag,
): void {
  const left = Math.min(x, width - FLAG);
  const y = top + 1 + at * FLAG;
  context.fillStyle = colour;
  context.fillRect(left, y, FLAG, FLAG);
  context.fillStyle = palette.panel;
  context.font = '700 10px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(name, left + FLAG / 2, y + FLAG / 2 + 0.5);
}

/** The record nearest to a place of the picture, if one is near. */
export function recordAt(scene: Scene, x: number, y: number, within: number): Flying | undefined {
  let nearest: Flying | undefined;
  let nearestDistance = within;
  for (const record of inFlight()) {
    const distance = Math.hypot(xAt(scene, record.at) - x, record.ring * scene.height - y);
    if (distance <= nearestDistance) {
      nearest = record;
      nearestDistance = distance;
    }
  }
  return nearest;
}
