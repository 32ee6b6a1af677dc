/** The task's fold: every event on every state. */
@NullMarked
package io.rickyard.projector.query;

import org.jspecify.annotations.NullMarked;
