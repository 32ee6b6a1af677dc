/** Where commands come in: the three command topics, read in batches, each exactly once. */
@NullMarked
package io.rickyard.worker.kafka;

import org.jspecify.annotations.NullMarked;
