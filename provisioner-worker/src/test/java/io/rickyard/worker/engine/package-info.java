/** The engine against real PostgreSQL, alone and as several workers on one database. */
@NullMarked
package io.rickyard.worker.engine;

import org.jspecify.annotations.NullMarked;
