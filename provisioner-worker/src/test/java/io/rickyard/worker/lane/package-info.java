/** The order of a lane, decided in memory. */
@NullMarked
package io.rickyard.worker.lane;

import org.jspecify.annotations.NullMarked;
