/**
 * What tests stand on: a real PostgreSQL and a real Kafka in this JVM, set clocks, awaited
 * conditions, recording fakes. For test scope only; no product code may need it.
 */
@NullMarked
package io.rickyard.testing;

import org.jspecify.annotations.NullMarked;
