import type { enFaults } from './en-faults.ts';

/** The words for what is made to go wrong, in Portuguese as it is spoken in Brazil. */
export const ptBrFaults: typeof enFaults = {
  faultNames: {
    'write-throttle': 'Escritas limitadas',
    'read-throttle': 'Leituras limitadas',
    'expired-iterator': 'Iteradores expirados',
    'internal-error': 'Erros internos',
    throttle: 'Chamadas limitadas',
    unavailable: 'Kinesis indisponível',
    's3-away': 'S3 fora do ar',
    'lost-answer': 'Respostas perdidas',
  },
  faultWatch: {
    'write-throttle':
      'Observe o produtor: as novas tentativas crescem, nada se perde, a ordem por chave se mantém.',
    'read-throttle':
      'Observe o consumidor por consulta: ele pergunta menos, o atraso cresce, depois ele alcança.',
    'expired-iterator':
      'Observe o consumidor por consulta: ele pega um novo iterador depois do último registro e não perde nada.',
    'internal-error':
      'Observe novas tentativas e atraso: um quarto das chamadas falha, e as contas ainda fecham.',
    throttle: 'Observe todos recuarem, e voltarem.',
    unavailable:
      'Observe o buffer do produtor crescer e as faixas esvaziarem, até o Kinesis voltar.',
    's3-away': 'Observe o Firehose guardar os registros e tentar de novo; nada se perde.',
    'lost-answer':
      'Observe os repetidos: o produtor não tem como saber que os registros foram gravados, e os envia de novo.',
  },
  faultShare: (share) => `${share} das chamadas`,
  faultLasts: (span) => `dura ${span} do tempo do laboratório e termina por si`,
  endsIn: (span) => `termina em ${span}`,
  ownFault: 'sem ação do AWS FIS',
};
