/** Workspaces come empty and leave nothing. */
@NullMarked
package io.rickyard.worker.workspace;

import org.jspecify.annotations.NullMarked;
