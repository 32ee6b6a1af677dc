/**
 * The engine's tables: set-based SQL, written out in the class that owns the table. It decides
 * nothing; who calls holds the locks in the order lanes, running rows, queues.
 */
@NullMarked
package io.rickyard.worker.queue;

import org.jspecify.annotations.NullMarked;
