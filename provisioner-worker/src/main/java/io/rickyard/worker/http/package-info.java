/**
 * What the worker answers itself: a project's keys and where its database listens, what its
 * services write, how queues and workers stand, and locks, whose holders must know at once whether
 * they still hold them. What members put into their stacks is kept here, and takes effect with a
 * task. Changes no stack.
 */
@NullMarked
package io.rickyard.worker.http;

import org.jspecify.annotations.NullMarked;
