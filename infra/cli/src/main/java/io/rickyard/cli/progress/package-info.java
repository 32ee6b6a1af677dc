/**
 * A task's progress as a person follows it: steps, ticks and elapsed time, drawn over on a terminal
 * and written as plain lines anywhere else. Follows the live stream and falls back to asking. Must
 * not start or change a task.
 */
@NullMarked
package io.rickyard.cli.progress;

import org.jspecify.annotations.NullMarked;
