/** What an attempt shows of itself. */
@NullMarked
package io.rickyard.worker.trace;

import org.jspecify.annotations.NullMarked;
