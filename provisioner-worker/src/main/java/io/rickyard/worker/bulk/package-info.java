/**
 * Tasks about many other tasks: cancelling and repeating what a filter found. It hands commands to
 * the engine through a port and must not know how tasks are queued.
 */
@NullMarked
package io.rickyard.worker.bulk;

import org.jspecify.annotations.NullMarked;
