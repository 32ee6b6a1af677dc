/**
 * The catalogue of Kafka topics: names, keys, partitions, retention. The only place a topic is
 * named.
 */
@NullMarked
package io.rickyard.contracts.topic;

import org.jspecify.annotations.NullMarked;
