/** How long ended tasks, log lines and the event log are kept. Holds the settings, no SQL. */
@NullMarked
package io.rickyard.projector.retention;

import org.jspecify.annotations.NullMarked;
