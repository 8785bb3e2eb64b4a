"""Makes what pipeline/topology.ts names, and ends when all of it is ACTIVE.

LocalStack runs this once its APIs answer. What is put on the stream before Firehose has begun to read it
never reaches the bucket, so nobody may start before this has ended. In Python, because LocalStack runs
that in its own process: a start of its command line for each of these calls would take longer than they do.
"""

import os
import time

import boto3
from botocore.config import Config

STREAM = "events"
DELIVERY_STREAM = "events-to-s3"
BUCKET = "events-archive"
STATE_BUCKET = "events-state"
ROLE = "arn:aws:iam::000000000000:role/kinlab-firehose"
PATIENCE_SECONDS = 240

# The health check shows these words to whoever asks why there is no health.
FAILURE = "/tmp/init-failed"


def aws(service, attempts=1):
    return boto3.client(
        service,
        endpoint_url="http://127.0.0.1:4566",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(
            read_timeout=PATIENCE_SECONDS,
            retries={"mode": "standard", "total_max_attempts": attempts},
        ),
    )


def setting(name, default):
    return int(os.environ.get(name) or default)


def await_kinesis():
    """Its engine starts at the first call, whoever makes it, and until it has, refuses all others."""
    aws("kinesis", attempts=12).list_streams()


def make_stream(kinesis):
    kinesis.create_stream(StreamName=STREAM, ShardCount=setting("KINLAB_SHARDS", 2))
    kinesis.get_waiter("stream_exists").wait(StreamName=STREAM, WaiterConfig={"Delay": 1})
    return kinesis.describe_stream_summary(StreamName=STREAM)["StreamDescriptionSummary"]["StreamARN"]


def make_delivery_stream(firehose, stream_arn):
    # Takes 25 s to answer, and given twice the second one fails.
    firehose.create_delivery_stream(
        DeliveryStreamName=DELIVERY_STREAM,
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={"KinesisStreamARN": stream_arn, "RoleARN": ROLE},
        ExtendedS3DestinationConfiguration={
            "RoleARN": ROLE,
            "BucketARN": f"arn:aws:s3:::{BUCKET}",
            "BufferingHints": {
                "IntervalInSeconds": setting("KINLAB_BUFFER_SECONDS", 60),
                "SizeInMBs": setting("KINLAB_BUFFER_MIB", 1),
            },
        },
    )
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while (status := status_of(firehose)) != "ACTIVE":
        if status == "CREATING_FAILED" or time.monotonic() > give_up_at:
            raise RuntimeError(f"delivery stream {DELIVERY_STREAM} is {status}; LocalStack's log says more")
        time.sleep(0.5)


def status_of(firehose):
    described = firehose.describe_delivery_stream(DeliveryStreamName=DELIVERY_STREAM)
    return described["DeliveryStreamDescription"]["DeliveryStreamStatus"]


def provision():
    s3 = aws("s3")
    for bucket in (BUCKET, STATE_BUCKET):
        s3.create_bucket(Bucket=bucket)
    await_kinesis()
    stream_arn = make_stream(aws("kinesis"))
    # Our own Firehose makes its delivery stream by itself, in front of this LocalStack.
    if os.environ.get("KINLAB_FIREHOSE") != "kinlab":
        make_delivery_stream(aws("firehose"), stream_arn)


try:
    provision()
except Exception as error:
    with open(FAILURE, "w") as file:
        print(error, file=file)
    raise
