/** Branches' migrations. */
@NullMarked
package io.rickyard.worker.branch;

import org.jspecify.annotations.NullMarked;
