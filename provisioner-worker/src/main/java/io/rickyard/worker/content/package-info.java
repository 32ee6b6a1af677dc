/**
 * What a project's members put into its stack: keys of its gateway, functions, and what these find
 * in their environment. Pure but for {@link io.rickyard.worker.content.ContentStore}, which keeps
 * it.
 *
 * <p>What is kept here takes effect when a task brings the services concerned to it, and with every
 * start of them.
 */
@NullMarked
package io.rickyard.worker.content;

import org.jspecify.annotations.NullMarked;
