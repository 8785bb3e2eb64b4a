#!/bin/bash
# Healthy: the init hooks have run to their end and none has failed. LocalStack calls itself ready before
# they have run, and completed when one has failed. While they run the first check waits, so that both
# health and failure are known at once and no grace period hides either.
patience_seconds=280
healthy_once=/dev/shm/healthy-once # gone after a restart

until init=$(curl -fsS -m 5 http://127.0.0.1:4566/_localstack/init/ready 2>&1) && [[ $init =~ '"completed": '?true ]]; do
  if [ -e "$healthy_once" ] || [ "$SECONDS" -ge "$patience_seconds" ]; then
    echo "$init"
    exit 1
  fi
  sleep 0.5
done
if [[ $init == *'"ERROR"'* ]]; then
  cat /tmp/init-failed
  exit 1
fi
touch "$healthy_once"
