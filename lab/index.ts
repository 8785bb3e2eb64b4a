export { startLab, type Lab, type LabOptions } from './start-lab.ts';
export type { Report } from './report/report.ts';
