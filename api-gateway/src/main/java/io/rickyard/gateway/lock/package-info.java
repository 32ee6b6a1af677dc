/**
 * Locks on the public API: taking one is a task, the rest is asked of the worker. Decides nothing
 * itself.
 */
@NullMarked
package io.rickyard.gateway.lock;

import org.jspecify.annotations.NullMarked;
