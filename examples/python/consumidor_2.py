"""Consumidor 2: recebe as mensagens de cada shard sem perguntar (enhanced fan-out).

    python consumidor_2.py --mensagens 20
"""

# The client finds the lab by AWS_ENDPOINT_URL; without that variable the same code speaks to AWS.

import argparse
import json
import queue
import sys
import threading
import time
from datetime import datetime, timezone

import boto3

NOME = "consumidor-2"
DO_INICIO = {"Type": "TRIM_HORIZON"}


def main():
    opcoes = ler_opcoes()
    kinesis = boto3.client("kinesis")
    try:
        resumo = kinesis.describe_stream_summary(StreamName=opcoes.stream)
    except kinesis.exceptions.ResourceNotFoundException:
        sys.exit(f"O stream {opcoes.stream} ainda não existe: rode antes o produtor.py.")
    stream_arn = resumo["StreamDescriptionSummary"]["StreamARN"]
    consumidor_arn = registrar(kinesis, stream_arn)

    # What the threads of the shards hand over: records, names of child shards, errors.
    chegadas = queue.Queue()
    for shard in kinesis.list_shards(StreamName=opcoes.stream)["Shards"]:
        chegadas.put(shard["ShardId"])

    assinados = set()
    latencias = []
    try:
        while len(latencias) != opcoes.mensagens:
            registro = chegadas.get()
            if isinstance(registro, Exception):
                raise registro
            if isinstance(registro, str):
                if registro not in assinados:
                    assinados.add(registro)
                    assinar_em_paralelo(kinesis, consumidor_arn, registro, chegadas)
                continue
            leitura = json.loads(registro["Data"])
            latencia = datetime.now(timezone.utc) - registro["ApproximateArrivalTimestamp"]
            latencias.append(latencia.total_seconds())
            print(
                f"{NOME} recebeu {leitura['numero']}: {leitura['sensor']},"
                f" {leitura['temperatura']} °C, {latencias[-1] * 1000:.0f} ms depois",
                flush=True,
            )
    except KeyboardInterrupt:
        pass
    finally:
        # On AWS a registered consumer is paid by the hour.
        kinesis.deregister_stream_consumer(ConsumerARN=consumidor_arn)

    media = sum(latencias) / max(len(latencias), 1)
    print(f"{NOME}: {len(latencias)} mensagens, em média {media * 1000:.0f} ms depois")


def registrar(kinesis, stream_arn):
    """Registra o consumidor, se ainda não está, e espera que esteja ativo."""
    quem = {"StreamARN": stream_arn, "ConsumerName": NOME}
    try:
        kinesis.register_stream_consumer(**quem)
    except kinesis.exceptions.ResourceInUseException:
        pass
    while True:
        consumidor = kinesis.describe_stream_consumer(**quem)["ConsumerDescription"]
        if consumidor["ConsumerStatus"] == "ACTIVE":
            return consumidor["ConsumerARN"]
        time.sleep(1)


def assinar_em_paralelo(kinesis, consumidor_arn, shard, chegadas):
    def trabalhar():
        try:
            for registro in registros(kinesis, consumidor_arn, shard):
                chegadas.put(registro)
        except Exception as erro:
            chegadas.put(erro)

    threading.Thread(target=trabalhar, daemon=True).start()


def registros(kinesis, consumidor_arn, shard):
    """Os registros de um shard, desde o mais antigo; depois, se o shard acaba, os nomes dos filhos."""
    posicao = DO_INICIO
    while posicao:
        # A subscription ends by itself after five minutes; the next one goes on where it stood.
        assinatura = kinesis.subscribe_to_shard(
            ConsumerARN=consumidor_arn, ShardId=shard, StartingPosition=posicao
        )
        for evento in assinatura["EventStream"]:
            chegada = evento["SubscribeToShardEvent"]
            yield from chegada["Records"]
            yield from (filho["ShardId"] for filho in chegada.get("ChildShards", []))
            numero = chegada.get("ContinuationSequenceNumber")
            # Without a number to go on from, the shard has ended.
            posicao = numero and {"Type": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": numero}


def ler_opcoes():
    opcoes = argparse.ArgumentParser(description="Lê um stream do Kinesis por fan-out.")
    opcoes.add_argument("--stream", default="mensagens")
    opcoes.add_argument("--mensagens", type=int, help="termina depois de tantas; senão com Ctrl-C")
    return opcoes.parse_args()


if __name__ == "__main__":
    main()
