/** Why a record is suspected, in English. */
export const enSuspected = {
  suspected: {
    travel: (city: string, from: string, km: string, after: string) =>
      `in ${city}, ${km} km from ${from}, ${after} later`,
    small: (count: string, within: string, usual: string, most: string) =>
      `${count} payments in ${within}, none above ${most}; usually one so small in ${usual}`,
    alike: (count: string, within: string, usual: string, amount: string) =>
      `${count} payments in ${within}, each about ${amount}; usually one such in ${usual}`,
    many: (count: string, within: string, usual: string) =>
      `${count} records in ${within}; usually one in ${usual}`,
    far: (amount: string, usual: string) => `${amount}, usually about ${usual}`,
    character: (country: string, category: string, amount: string, usual: string) =>
      `first payment to ${country} and first for ${category}: ${amount}, usually about ${usual}`,
  },
};
