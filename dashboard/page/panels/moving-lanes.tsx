import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { shownNow, speed } from '../lab-time.ts';
import type { ConsumerView } from '../../view.ts';
import { drawLanes, readPalette, recordAt, WINDOW_MS, type Scene } from '../lanes-canvas.ts';
import { clock, consumers, isFlooded, shards } from '../store.ts';
import { say } from '../strings/strings.ts';
import { follow } from './follow.tsx';

/** How often colours and size are looked at again. */
const FRAMES_PER_LOOK = 20;
const CLICK_WITHIN = 16;

/** How the consumers stood when. */
interface Told {
  readonly at: number;
  readonly consumers: readonly ConsumerView[];
}

/** More than come while the picture lags behind. */
const MOST_TOLD = 9;

/** The lanes as they move; whoever does not see it has the table. */
export function LanesCanvas() {
  const t = say();
  const element = useRef<HTMLCanvasElement>(null);
  const scene = useRef<Scene>(undefined);
  useEffect(() => {
    const canvas = element.current;
    return canvas ? animate(canvas, (drawn) => (scene.current = drawn)) : undefined;
  }, []);
  return (
    <canvas
      ref={element}
      role="img"
      aria-label={t.canvasLabel}
      onClick={({ offsetX, offsetY }) => {
        const record = scene.current && recordAt(scene.current, offsetX, offsetY, CLICK_WITHIN);
        if (record) follow(record.sequenceNumber);
      }}
    />
  );
}

/**
 * Draws each frame until told to stop, the consumers as they were at the moment shown. In a flood it draws only
 * what is new, for a frame that was asked for costs the browser much, whatever is drawn in it.
 */
function animate(canvas: HTMLCanvasElement, onDrawn: (scene: Scene) => void): () => void {
  const context = canvas.getContext('2d');
  let request = 0;
  let frame = 0;
  let palette = readPalette();
  let told: Told[] = [];
  let size = { width: 0, height: 0 };
  const draw = (): void => {
    if (frame++ % FRAMES_PER_LOOK === 0) {
      palette = readPalette();
      size = fit(canvas);
    }
    const now = shownNow();
    const scene = {
      ...size,
      now,
      windowMs: WINDOW_MS * speed(),
      shards: shards.peek(),
      consumers: told.findLast(({ at }) => at <= now)?.consumers ?? [],
      palette,
      pixelRatio: ratio(),
    };
    if (context) drawLanes(context, scene);
    onDrawn(scene);
    if (!isFlooded.peek()) next();
  };
  const next = (): void => {
    cancelAnimationFrame(request);
    request = requestAnimationFrame(draw);
  };
  const stop = effect(() => {
    if (!clock.value) return;
    told = [...told, { at: clock.value.now, consumers: consumers.peek() }].slice(-MOST_TOLD);
    next();
  });
  // Otherwise what is drawn would be stretched for a while.
  const resized = new ResizeObserver(() => (frame = 0));
  resized.observe(canvas);
  return () => {
    stop();
    resized.disconnect();
    cancelAnimationFrame(request);
  };
}

const ratio = (): number => Math.min(2, devicePixelRatio);

/** Gives the canvas as many pixels as it has room for. */
function fit(canvas: HTMLCanvasElement): { readonly width: number; readonly height: number } {
  const { clientWidth: width, clientHeight: height } = canvas;
  const pixels = { width: Math.round(width * ratio()), height: Math.round(height * ratio()) };
  if (canvas.width !== pixels.width) canvas.width = pixels.width;
  if (canvas.height !== pixels.height) canvas.height = pixels.height;
  return { width, height };
}
