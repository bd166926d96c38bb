#!/bin/sh
# Kafka in the foreground, configured by the environment: KAFKA_LOG_DIRS=/data becomes log.dirs=/data.
set -eu
: "${KAFKA_LOG_DIRS:=/var/lib/kafka/data}" "${KAFKA_HEAP_OPTS:=-Xmx384m}"
export KAFKA_LOG_DIRS

properties=/var/lib/kafka/data/server.properties
env | awk '/^KAFKA_[A-Z0-9_]*=/ && !/^KAFKA_HEAP_OPTS=/ {
    end = index($0, "=")
    name = tolower(substr($0, 7, end - 7))
    gsub("_", ".", name)
    print name substr($0, end)
}' >"$properties"

java() {
    /opt/java/bin/java -XX:+UseSerialGC -Dlog4j2.configurationFile=/opt/kafka/log4j2.properties -cp '/opt/kafka/libs/*' "$@"
}

if [ ! -e "$KAFKA_LOG_DIRS/meta.properties" ]; then
    cluster=${CLUSTER_ID:-$(java kafka.tools.StorageTool random-uuid)}
    java kafka.tools.StorageTool format --cluster-id "$cluster" --config "$properties"
fi
# Not through the function: Kafka takes this process's place, and so the signal that stops the container.
exec /opt/java/bin/java $KAFKA_HEAP_OPTS -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError \
    -Dlog4j2.configurationFile=/opt/kafka/log4j2.properties -cp '/opt/kafka/libs/*' kafka.Kafka "$properties"
