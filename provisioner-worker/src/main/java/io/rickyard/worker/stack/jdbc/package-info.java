/**
 * Where stacks stand, in PostgreSQL: the table and the events that go out with each change of it.
 */
@NullMarked
package io.rickyard.worker.stack.jdbc;

import org.jspecify.annotations.NullMarked;
