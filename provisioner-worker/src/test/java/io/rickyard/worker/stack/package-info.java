/** The contract of whatever runs stacks, and a fake of it that lives in memory. */
@NullMarked
package io.rickyard.worker.stack;

import org.jspecify.annotations.NullMarked;
