/** SQL of users in their projects' databases: single queries, and migrations. */
@NullMarked
package io.rickyard.worker.sql;

import org.jspecify.annotations.NullMarked;
