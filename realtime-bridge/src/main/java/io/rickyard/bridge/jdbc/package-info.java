/**
 * The status views: snapshots, the event log, memberships, task logs. The only place that holds
 * SQL.
 */
@NullMarked
package io.rickyard.bridge.jdbc;

import org.jspecify.annotations.NullMarked;
