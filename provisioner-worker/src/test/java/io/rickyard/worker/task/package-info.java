/** What a command does to a task, as the whole table. */
@NullMarked
package io.rickyard.worker.task;

import org.jspecify.annotations.NullMarked;
