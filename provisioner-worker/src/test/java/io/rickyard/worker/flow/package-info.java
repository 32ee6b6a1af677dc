/** Tests of what may start: decisions over counts, without a table. */
@NullMarked
package io.rickyard.worker.flow;

import org.jspecify.annotations.NullMarked;
