/**
 * A directory of its own for an attempt that needs one, gone with the attempt whichever way that
 * ends. Knows nothing of tasks.
 */
@NullMarked
package io.rickyard.worker.workspace;

import org.jspecify.annotations.NullMarked;
