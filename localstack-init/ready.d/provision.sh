#!/bin/bash
# LocalStack runs this once its APIs answer. Makes what pipeline/topology.ts names and returns when all of
# it is ACTIVE: what is put on the stream before Firehose has begun to read it never reaches the bucket.
set -euo pipefail

stream=events
delivery_stream=events-to-s3
bucket=events-archive
state_bucket=events-state
patience_seconds=120

# The health check shows these words to whoever asks why there is no health.
exec 2> >(tee /tmp/init-failed >&2)

status() {
  awslocal firehose describe-delivery-stream --delivery-stream-name "$delivery_stream" \
    --query DeliveryStreamDescription.DeliveryStreamStatus --output text
}

awslocal s3api create-bucket --bucket "$bucket" >/dev/null &
awslocal s3api create-bucket --bucket "$state_bucket" >/dev/null &
awslocal kinesis create-stream --stream-name "$stream" --shard-count "${KINLAB_SHARDS:-2}"
awslocal kinesis wait stream-exists --stream-name "$stream"
for job in $(jobs -p); do wait "$job"; done

# Our own Firehose makes its delivery stream by itself, in front of this LocalStack.
[ "${KINLAB_FIREHOSE:-}" != kinlab ] || exit 0

role=arn:aws:iam::000000000000:role/kinlab-firehose
awslocal firehose create-delivery-stream --delivery-stream-name "$delivery_stream" \
  --delivery-stream-type KinesisStreamAsSource \
  --kinesis-stream-source-configuration "KinesisStreamARN=arn:aws:kinesis:us-east-1:000000000000:stream/$stream,RoleARN=$role" \
  --extended-s3-destination-configuration "RoleARN=$role,BucketARN=arn:aws:s3:::$bucket,BufferingHints={SizeInMBs=${KINLAB_BUFFER_MIB:-1},IntervalInSeconds=${KINLAB_BUFFER_SECONDS:-60}}" >/dev/null
until [ "$(status)" = ACTIVE ]; do
  if [ "$(status)" = CREATING_FAILED ] || [ "$SECONDS" -ge "$patience_seconds" ]; then
    echo "delivery stream $delivery_stream is $(status) after $SECONDS s; LocalStack's log says more" >&2
    exit 1
  fi
  sleep 1
done
