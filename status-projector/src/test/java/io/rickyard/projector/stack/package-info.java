/** The stack's fold: every event on every status. */
@NullMarked
package io.rickyard.projector.stack;

import org.jspecify.annotations.NullMarked;
