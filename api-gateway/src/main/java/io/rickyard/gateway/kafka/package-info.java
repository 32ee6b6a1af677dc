/** The gateway's connection to Kafka: its publisher, and the events that make its caches forget. */
@NullMarked
package io.rickyard.gateway.kafka;

import org.jspecify.annotations.NullMarked;
