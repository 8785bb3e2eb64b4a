import type { enSuspected } from './en-suspected.ts';

/** Why a record is suspected, in Portuguese as it is spoken in Brazil. */
export const ptBrSuspected: typeof enSuspected = {
  suspected: {
    travel: (city, from, km, after) => `em ${city}, a ${km} km de ${from}, ${after} depois`,
    small: (count, within, usual, most) =>
      `${count} pagamentos em ${within}, nenhum acima de ${most}; em geral, um tão pequeno em ${usual}`,
    alike: (count, within, usual, amount) =>
      `${count} pagamentos em ${within}, cada um de cerca de ${amount}; em geral, um assim em ${usual}`,
    many: (count, within, usual) => `${count} registros em ${within}; em geral, um em ${usual}`,
    far: (amount, usual) => `${amount}, em geral cerca de ${usual}`,
    character: (country, category, amount, usual) =>
      `primeiro pagamento para ${country} e primeiro de ${category}: ${amount}, em geral cerca de ${usual}`,
  },
};
