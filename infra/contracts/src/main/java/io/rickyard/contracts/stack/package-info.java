/**
 * Stacks on the wire: what was observed of a project's stack and the status names the hosted
 * platform uses for it. Says nothing about how a stack is built.
 */
@NullMarked
package io.rickyard.contracts.stack;

import org.jspecify.annotations.NullMarked;
