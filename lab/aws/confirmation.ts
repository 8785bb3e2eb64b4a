import { costPerHour, totalUsd, type CostLine, type Load } from '#pipeline/aws/cost.ts';
import type { Identity } from '#pipeline/aws/identity.ts';
import { resourcesOf, type AwsPlan } from '#pipeline/aws/plan.ts';
import { TAG } from '#pipeline/aws/tag.ts';

/** What a person must know before anything is made that costs: whose account, where, what, how much. */
export function confirmationLines(
  plan: AwsPlan,
  identity: Identity,
  load: Load,
): readonly string[] {
  const costs = costPerHour(load);
  const rate = `${load.recordsPerSecond} records/s of ${load.recordBytes} bytes`;
  return [
    '',
    'Kinesis Lab · target: aws (this is AWS itself, and it costs)',
    '',
    `  Account    ${identity.account}, as ${identity.arn}`,
    `  Region     ${plan.region}`,
    `  Makes      all with the tag ${TAG.Key}=${TAG.Value}; what is there already with that tag is used again`,
    ...resourcesOf(plan).map(
      ({ kind, name, note }) => `    ${kind.padEnd(16)} ${name.padEnd(44)} ${note}`,
    ),
    `  Costs      about US$ ${totalUsd(costs).toFixed(2)} an hour: an estimate for ${rate}, by list prices of us-east-1`,
    ...costs.map(costLine),
    '',
    '  Kinesis is not in the AWS Free Tier. What is made stays, and costs, until `kinlab reset` deletes it.',
    '',
  ];
}

const costLine = ({ what, amount, unit, usdPerUnit, usd }: CostLine): string =>
  `    ${what.padEnd(32)} ${figure(amount).padStart(8)} ${`${unit} × ${usdPerUnit}`.padEnd(32)} ${usd.toFixed(4)}`;

const figure = (amount: number): string => String(Number(amount.toPrecision(3)));
