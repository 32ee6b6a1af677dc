/**
 * When an event may be folded: an entity's versions follow one another without gaps. Knows nothing
 * of tasks, stacks, tables or Kafka.
 */
@NullMarked
package io.rickyard.projector.fold;

import org.jspecify.annotations.NullMarked;
