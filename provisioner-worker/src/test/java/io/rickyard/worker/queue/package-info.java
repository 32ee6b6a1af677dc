/** Tests of the queue's tables, on a database. */
@NullMarked
package io.rickyard.worker.queue;

import org.jspecify.annotations.NullMarked;
