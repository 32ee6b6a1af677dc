/**
 * Stacks as processes of this host: one PostgreSQL server per project, with its own directory, port
 * and, where the system allows, operating system user.
 *
 * <p>A directory is acted on only under its operating system lock and by the newest claim it has
 * seen. It must not decide what a stack should be; it is told.
 */
@NullMarked
package io.rickyard.worker.runtime.process;

import org.jspecify.annotations.NullMarked;
