/**
 * What a stack is to the worker: its desired and its observed state, its secrets, and the ports to
 * whatever runs it and keeps them. It knows no runtime, no SQL and no Kafka.
 */
@NullMarked
package io.rickyard.worker.stack;

import org.jspecify.annotations.NullMarked;
