/**
 * The status tables and the SQL on them, each table in one class. Works on whole batches on a
 * connection that somebody else commits; folds nothing itself.
 */
@NullMarked
package io.rickyard.projector.jdbc;

import org.jspecify.annotations.NullMarked;
