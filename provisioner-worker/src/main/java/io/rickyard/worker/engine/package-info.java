/**
 * Runs tasks: claims them, executes their steps, commits what happened in groups, and keeps the
 * worker's lease. It knows the tables and no broker; commands are handed to {@link
 * io.rickyard.worker.engine.Intake}, messages to the outbox.
 */
@NullMarked
package io.rickyard.worker.engine;

import org.jspecify.annotations.NullMarked;
