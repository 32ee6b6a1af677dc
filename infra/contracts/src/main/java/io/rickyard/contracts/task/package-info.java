/**
 * Tasks on the wire: the commands that ask for them, the events that tell what became of them, and
 * the names of their states. Deciding what follows from a command belongs to the worker, not here.
 */
@NullMarked
package io.rickyard.contracts.task;

import org.jspecify.annotations.NullMarked;
