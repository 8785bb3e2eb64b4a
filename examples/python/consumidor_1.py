"""Consumidor 1: pergunta a cada shard, uma vez por segundo, se há mensagens novas (polling).

    python consumidor_1.py --mensagens 20
"""

# The client finds the lab by AWS_ENDPOINT_URL; without that variable the same code speaks to AWS.

import argparse
import json
import sys
import time
from datetime import datetime, timezone

import boto3


def main():
    opcoes = ler_opcoes()
    kinesis = boto3.client("kinesis")
    latencias = []

    try:
        for registro in registros(kinesis, opcoes.stream):
            leitura = json.loads(registro["Data"])
            latencia = datetime.now(timezone.utc) - registro["ApproximateArrivalTimestamp"]
            latencias.append(latencia.total_seconds())
            print(
                f"consumidor-1 recebeu {leitura['numero']}: {leitura['sensor']},"
                f" {leitura['temperatura']} °C, {latencias[-1] * 1000:.0f} ms depois",
                flush=True,
            )
            if len(latencias) == opcoes.mensagens:
                break
    except kinesis.exceptions.ResourceNotFoundException:
        sys.exit(f"O stream {opcoes.stream} ainda não existe: rode antes o produtor.py.")
    except KeyboardInterrupt:
        pass

    media = sum(latencias) / max(len(latencias), 1)
    print(f"consumidor-1: {len(latencias)} mensagens, em média {media * 1000:.0f} ms depois")


def registros(kinesis, stream):
    """Os registros de todos os shards, desde o mais antigo, sem fim."""
    abertos = {
        shard["ShardId"]: primeiro_iterador(kinesis, stream, shard["ShardId"])
        for pagina in kinesis.get_paginator("list_shards").paginate(
            StreamName=stream, ShardFilter={"Type": "AT_TRIM_HORIZON"}
        )
        for shard in pagina["Shards"]
    }
    while True:
        for shard, iterador in list(abertos.items()):
            resposta = kinesis.get_records(ShardIterator=iterador)
            yield from resposta["Records"]
            if "NextShardIterator" in resposta:
                abertos[shard] = resposta["NextShardIterator"]
                continue
            # The shard was split or merged: its children come after all of their parents.
            del abertos[shard]
            for filho in resposta.get("ChildShards", []):
                if not any(pai in abertos for pai in filho["ParentShards"]):
                    nome = filho["ShardId"]
                    abertos[nome] = primeiro_iterador(kinesis, stream, nome)
        # A shard answers five reads a second, for all consumers together.
        time.sleep(1)


def primeiro_iterador(kinesis, stream, shard):
    resposta = kinesis.get_shard_iterator(
        StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
    )
    return resposta["ShardIterator"]


def ler_opcoes():
    opcoes = argparse.ArgumentParser(description="Lê um stream do Kinesis por polling.")
    opcoes.add_argument("--stream", default="mensagens")
    opcoes.add_argument("--mensagens", type=int, help="termina depois de tantas; senão com Ctrl-C")
    return opcoes.parse_args()


if __name__ == "__main__":
    main()
