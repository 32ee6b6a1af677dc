/** Proves the embedded broker with Kafka's own clients. */
@NullMarked
package io.rickyard.broker;

import org.jspecify.annotations.NullMarked;
