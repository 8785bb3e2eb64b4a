"""Produtor: envia leituras de sensores, como mensagens, a um stream do Kinesis.

    python produtor.py --mensagens 20 --por-segundo 5
"""

# The client finds the lab by AWS_ENDPOINT_URL; without that variable the same code speaks to AWS.

import argparse
import json
import random
import time
from datetime import datetime, timezone

import boto3

SENSORES = ["sensor-1", "sensor-2", "sensor-3", "sensor-4"]


def main():
    opcoes = ler_opcoes()
    kinesis = boto3.client("kinesis")
    criar_stream(kinesis, opcoes.stream)

    for numero in range(1, opcoes.mensagens + 1):
        leitura = {
            "numero": numero,
            "sensor": random.choice(SENSORES),
            "temperatura": round(random.uniform(15, 35), 1),
            "produzida_em": datetime.now(timezone.utc).isoformat(),
        }
        # Messages of one key go to one shard, in their order.
        resposta = kinesis.put_record(
            StreamName=opcoes.stream,
            PartitionKey=leitura["sensor"],
            Data=json.dumps(leitura).encode(),
        )
        print(f"enviada {numero}: {leitura['sensor']} → {resposta['ShardId']}", flush=True)
        time.sleep(1 / opcoes.por_segundo)

    print(f"produtor: {opcoes.mensagens} mensagens enviadas")


def criar_stream(kinesis, nome):
    """Cria o stream, se ainda não existe, e espera que esteja ativo."""
    try:
        kinesis.create_stream(StreamName=nome, ShardCount=2)
    except kinesis.exceptions.ResourceInUseException:
        pass
    kinesis.get_waiter("stream_exists").wait(StreamName=nome, WaiterConfig={"Delay": 1})


def ler_opcoes():
    opcoes = argparse.ArgumentParser(description="Envia mensagens a um stream do Kinesis.")
    opcoes.add_argument("--stream", default="mensagens")
    opcoes.add_argument("--mensagens", type=int, default=60)
    opcoes.add_argument("--por-segundo", type=float, default=2)
    return opcoes.parse_args()


if __name__ == "__main__":
    main()
