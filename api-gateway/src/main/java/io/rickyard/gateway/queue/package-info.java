/** Queues, limits, pauses and workers at the edge; it decides nothing and keeps nothing. */
@NullMarked
package io.rickyard.gateway.queue;

import org.jspecify.annotations.NullMarked;
