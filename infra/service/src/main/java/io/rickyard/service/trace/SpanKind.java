package io.rickyard.service.trace;

/** Which side of what a span stands for, as OpenTelemetry tells it. */
public enum SpanKind {
  /** A request that is answered. */
  SERVER,
  /** A request that is made. */
  CLIENT,
  /** A message on its way to Kafka. */
  PRODUCER,
  /** A message, or many, that take effect. */
  CONSUMER,
  /** Work of the service's own. */
  INTERNAL
}
