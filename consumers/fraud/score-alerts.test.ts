import { describe, expect, it } from 'vitest';
import { scoreAlerts, type PlantedRecord } from './score-alerts.ts';

const planted = (recordId: string, truth: string, eventAt = 0): PlantedRecord => ({
  recordId,
  truth,
  eventAt,
});
const alertsOn = (...ids: readonly string[]) => ids.map((recordId) => ({ recordId }));

describe('the score of alerts', () => {
  it('counts an incident as found by any one of its records', () => {
    const truths = [planted('a', 'velocity#1'), planted('b', 'velocity#1'), planted('c', 'x#2')];
    expect(scoreAlerts(truths, alertsOn('b'))).toMatchObject({
      planted: 2,
      recall: 0.5,
      plantedRecords: 3,
      recordRecall: 1 / 3,
    });
  });

  it('takes every alert on an honest record for a false one', () => {
    const score = scoreAlerts([planted('a', 'x#1')], alertsOn('a', 'b', 'c'));
    expect(score).toMatchObject({ alerts: 3, falseAlerts: 2, precision: 1 / 3 });
  });

  it('counts two alerts on one record once', () => {
    expect(scoreAlerts([planted('a', 'x#1')], alertsOn('a', 'a'))).toMatchObject({
      alerts: 1,
      precision: 1,
    });
  });

  it('measures detection from the first record of an incident to its first alert', () => {
    const truths = [
      planted('a1', 'x#1', 1_000),
      planted('a2', 'x#1', 1_400),
      planted('a3', 'x#1', 9_000),
      planted('b1', 'y#2', 5_000),
      planted('c1', 'z#3', 0),
      planted('c2', 'z#3', 2_000),
    ];
    expect(scoreAlerts(truths, alertsOn('a3', 'a2', 'b1', 'c2')).medianDetectionMs).toBe(400);
  });

  it('takes the middle between the middle two', () => {
    const truths = [planted('a', 'x#1', 0), planted('b', 'y#2', 0), planted('c', 'y#2', 100)];
    expect(scoreAlerts(truths, alertsOn('a', 'c')).medianDetectionMs).toBe(50);
  });

  it('defines no share of nothing', () => {
    expect(scoreAlerts([], [])).toMatchObject({
      planted: 0,
      alerts: 0,
      precision: null,
      recall: null,
      recordRecall: null,
      medianDetectionMs: null,
    });
  });
});
