/** Shows attempts and their steps as spans. Knows what the engine tells, and decides nothing. */
@NullMarked
package io.rickyard.worker.trace;

import org.jspecify.annotations.NullMarked;
