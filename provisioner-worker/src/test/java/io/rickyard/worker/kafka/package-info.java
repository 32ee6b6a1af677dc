/** Commands from real topics to real effects. */
@NullMarked
package io.rickyard.worker.kafka;

import org.jspecify.annotations.NullMarked;
