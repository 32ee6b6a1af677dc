/**
 * The Kafka edge: publishing, subscribing with offsets kept beside the effect, following, dead
 * letters, signatures. The only package that knows Kafka's client; nothing of it shows. Knows
 * nothing of what the messages mean.
 */
@NullMarked
package io.rickyard.messaging;

import org.jspecify.annotations.NullMarked;
