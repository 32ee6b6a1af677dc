/**
 * What the services of stacks write: pages of lines in their order in time, and their going on.
 * Nothing is kept here; it is read from whatever runs the stack, each time, and never without the
 * stack's secrets being taken out.
 */
@NullMarked
package io.rickyard.worker.log;

import org.jspecify.annotations.NullMarked;
