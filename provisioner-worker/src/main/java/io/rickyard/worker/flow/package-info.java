/**
 * What may start: pauses, limits, rates and labels, as pure decisions over counts. Who holds the
 * counts and the locks is the queue's and the engine's business; nothing here knows a table.
 */
@NullMarked
package io.rickyard.worker.flow;

import org.jspecify.annotations.NullMarked;
