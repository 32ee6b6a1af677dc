/** The ledger on PostgreSQL: versions, commits, and what comes back from the table. */
@NullMarked
package io.rickyard.worker.stack.jdbc;

import org.jspecify.annotations.NullMarked;
