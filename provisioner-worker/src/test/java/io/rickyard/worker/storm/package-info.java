/**
 * Random sequences of everything that can happen to tasks, on real engines and real PostgreSQL,
 * against a model in memory. {@code DESIGN.md} beside the engine says what they prove.
 */
@NullMarked
package io.rickyard.worker.storm;

import org.jspecify.annotations.NullMarked;
