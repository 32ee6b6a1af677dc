/** Stacks as processes of this host, on real servers. */
@NullMarked
package io.rickyard.worker.runtime.process;

import org.jspecify.annotations.NullMarked;
