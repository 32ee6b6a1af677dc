/**
 * Stacks as containers of an engine that speaks Docker's protocol: for each project a network,
 * volumes, and a container for each service of its plan.
 *
 * <p>Whatever is made here carries the installation's id, and nothing without it is ever touched. A
 * container is removed by the id that was observed, a volume only long after it was marked as
 * trash. It must not decide what a stack should be; it is told.
 */
@NullMarked
package io.rickyard.worker.runtime.docker;

import org.jspecify.annotations.NullMarked;
