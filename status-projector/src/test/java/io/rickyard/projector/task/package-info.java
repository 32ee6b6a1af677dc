/** The task's fold: every event on every state. */
@NullMarked
package io.rickyard.projector.task;

import org.jspecify.annotations.NullMarked;
