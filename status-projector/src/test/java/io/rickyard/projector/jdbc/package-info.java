/** The tables on a real database, without a broker. */
@NullMarked
package io.rickyard.projector.jdbc;

import org.jspecify.annotations.NullMarked;
