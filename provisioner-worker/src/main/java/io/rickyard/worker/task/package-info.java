/**
 * What a task is to who writes one: a handler plans steps, the engine runs them. Pure concepts and
 * ports; it must not know Kafka, SQL or how tasks are queued.
 */
@NullMarked
package io.rickyard.worker.task;

import org.jspecify.annotations.NullMarked;
