/** What the bridge hears from Kafka: whose right to listen has ended. Publishes nothing. */
@NullMarked
package io.rickyard.bridge.kafka;

import org.jspecify.annotations.NullMarked;
