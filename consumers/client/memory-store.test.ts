import { coordinationConformance } from './coordination.conformance.ts';
import { memoryStore } from './memory-store.ts';

coordinationConformance('memory', () => Promise.resolve(memoryStore()));
