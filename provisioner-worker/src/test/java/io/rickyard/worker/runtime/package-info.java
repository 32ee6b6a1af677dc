/** What runtimes share. */
@NullMarked
package io.rickyard.worker.runtime;

import org.jspecify.annotations.NullMarked;
