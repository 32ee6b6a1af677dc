/** Stacks as containers, on a real engine with images that were built where the tests run. */
@NullMarked
package io.rickyard.worker.runtime.docker;

import org.jspecify.annotations.NullMarked;
