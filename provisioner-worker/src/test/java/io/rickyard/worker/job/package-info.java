/** Programs in their sandbox, on a real machine and beside a real database. */
@NullMarked
package io.rickyard.worker.job;

import org.jspecify.annotations.NullMarked;
