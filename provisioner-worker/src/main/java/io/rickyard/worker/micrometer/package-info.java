/**
 * Shows in Micrometer's registry what the engine counts and how the queues stand; decides nothing.
 */
@NullMarked
package io.rickyard.worker.micrometer;

import org.jspecify.annotations.NullMarked;
