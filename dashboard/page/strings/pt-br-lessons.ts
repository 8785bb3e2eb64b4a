import type { enLessons } from './en-lessons.ts';

/** The words of the lessons, in Portuguese as it is spoken in Brazil. */
export const ptBrLessons: typeof enLessons = {
  lessons: 'Lições',
  lessonOf: (n, all) => `Lição ${n} de ${all}`,
  lessonBack: 'Voltar',
  lessonNext: 'Próxima',
  lessonClose: 'Fechar a lição',
  guessFirst: 'Primeiro um palpite, depois veja:',
  right: 'Certo.',
  wrong: 'Não é assim. A resposta:',
  notSeenYet: 'Ainda não dá para ver.',
  lookAt: 'Olhe o painel com a moldura.',
  cannotHere: 'Este destino não deixa a página fazer isso; siga lendo, ou tente com npm start.',
  lessonTexts: {
    keys: {
      title: 'Chaves de partição',
      question: 'Dez registros com a mesma chave de partição são enviados. Em que faixas entram?',
      answers: [
        'Espalhados por todas as faixas',
        'Todos em uma só faixa',
        'Cada um na faixa com mais espaço',
      ],
      wait: 'Digite uma chave de partição em Produtor.',
    },
    order: {
      title: 'Ordem',
      question: 'Há registros em duas faixas. Que ordem o Kinesis promete?',
      answers: ['A de todos os registros', 'A dos registros dentro de uma faixa', 'Nenhuma'],
      wait: 'Ninguém leu nada ainda.',
    },
    push: {
      title: 'Consultar ou receber',
      question:
        'Um consumidor consulta o stream, ao outro os registros são enviados. Quem vê um registro primeiro?',
      answers: [
        'Quem consulta (polling)',
        'Quem os recebe (fan-out aprimorado)',
        'Os dois ao mesmo tempo',
      ],
      wait: 'Um consumidor de cada tipo precisa ter lido alguns registros; espere um momento.',
    },
    behind: {
      title: 'Ficar para trás',
      question:
        'Um consumidor é mais lento do que chegam seus registros. O que acontece com o resto?',
      answers: [
        'Os registros se perdem',
        'Esperam no stream, e o atraso dele cresce',
        'O produtor é obrigado a esperar',
      ],
      wait: 'Ainda não há consumidor.',
    },
    split: {
      title: 'Dividir um shard',
      question: 'Uma faixa é dividida em duas. Quando são lidos os registros das duas novas?',
      answers: [
        'Logo, ao lado dos da antiga',
        'Quando a antiga tiver sido lida até o fim',
        'Quando os registros dela tiverem sido movidos',
      ],
      wait: 'Nenhum shard foi dividido ainda: divida um e observe.',
    },
    partial: {
      title: 'Falha parcial',
      question:
        'De 100 registros enviados em uma chamada, um shard cheio não tem lugar para 30. Qual é a resposta?',
      answers: [
        'Um erro: nenhum foi armazenado',
        'Sucesso, com 30 marcados como falhos: é preciso enviá-los de novo',
        'Sucesso: o Kinesis armazena os 30 depois, sozinho',
      ],
      wait: 'Nada foi recusado ainda: digite uma chave em Produtor e faça.',
    },
    repeats: {
      title: 'Pelo menos uma vez',
      question: 'Um consumidor cai depois do seu último checkpoint e começa de novo. O que ele lê?',
      answers: [
        'Só o que é novo',
        'Também, outra vez, o que tinha lido desde esse checkpoint',
        'O que não tinha lido antes está perdido',
      ],
      wait: 'Ele ainda não caiu: derrube-o, inicie de novo e olhe os repetidos.',
    },
    buffer: {
      title: 'O buffer do Firehose',
      question: 'Registros chegam ao Firehose o tempo todo. Quando são gravados no S3?',
      answers: [
        'Cada um na hora',
        'Quando o buffer está cheio ou velho o bastante, o que vier primeiro',
        'Quando o shard está cheio',
      ],
      wait: 'O buffer está vazio: o intervalo começa com o primeiro registro.',
    },
  },
  deeds: {
    put: 'Enviar 10 registros da chave digitada',
    slow: 'Desacelerar',
    catchUp: 'Deixar alcançar',
    split: 'Dividir o primeiro shard',
    overfill: 'Enviar 100 registros da chave digitada de uma vez',
    kill: 'Derrubar',
    start: 'Iniciar de novo',
  },
  findings: {
    keys: (key, ring, shard) =>
      `“${key}” vai para ${shard}, sempre: o hash (MD5) da chave fica em ${ring} do anel, e essa parte é de ${shard}. Mesma chave, mesmo hash, mesma faixa.`,
    order: (received, outOfOrder) =>
      `Os consumidores leram ${received} registros, e ${outOfOrder} de uma mesma chave fora de ordem. Em um shard cada registro tem um número de sequência maior que os anteriores; dois shards são lidos lado a lado. O que precisa de ordem precisa de uma só chave.`,
    push: (first, ms, second, otherMs) =>
      `Metade dos registros foi vista por ${first} em até ${ms}, por ${second} em até ${otherMs}.`,
    pushWhy:
      'O Kinesis envia um registro a quem os recebe assim que ele chega; para o outro, ele fica no stream até que esse consulte de novo.',
    slowedWhy: 'O consumidor que recebe está lento agora, então o que lhe é enviado espera.',
    behind: (name, behind, lag) =>
      `${name} está ${lag} atrasado, e ${behind} registros esperam por ele no stream.`,
    behindWhy:
      'Um stream guarda os registros por 24 horas ou mais, lidos ou não; o outro consumidor e o produtor não percebem nada.',
    behindSlow: 'Ele está mais lento agora: veja o atraso crescer. Depois, deixe-o alcançar.',
    split: (parent, children) =>
      `${parent} foi dividido em ${children}: não aceita mais registros, os filhos sim.`,
    splitDraining: 'Alguém ainda o lê até o fim.',
    splitDrained: 'Todos os consumidores o leram até o fim e passaram aos filhos.',
    splitWhy: 'Primeiro o pai, depois os filhos: assim cada chave mantém a sua ordem.',
    partial: (retries, failed) =>
      `Um shard aceita 1 MiB por segundo. Mesmo assim a chamada tem sucesso: a resposta conta os registros recusados (FailedRecordCount) e marca cada um. Este produtor enviou recusados de novo ${retries} vezes e desistiu de ${failed}.`,
    repeats: (name, received, duplicates) =>
      `${name} leu ${received} registros, e ${duplicates} entregas foram repetidas. Ele continua do último checkpoint: nada falta, mas algo vem duas vezes, e um consumidor precisa suportar isso.`,
    repeatsKilled: (name) => `${name} caiu: inicie-o de novo e olhe os repetidos.`,
    unbuffered: 'O Firehose deste destino grava na hora. Na AWS, ele espera pelo buffer.',
    due: (span, held, full) =>
      `Nada está no S3 ainda: o buffer tem ${held} de ${full}, e em ${span} estará velho o bastante.`,
    object: (trigger, waited, records, size) =>
      `O último objeto foi gravado ${trigger}: ${records} registros, ${size}, e o primeiro deles esperou ${waited}. Dentro dele um segue o outro, sem fim de linha entre eles.`,
  },
};
