/**
 * The tables of the schema auth. Each class owns one table, and every change writes its audit
 * record and its events in the same transaction. No rules live here that a concept could hold.
 */
@NullMarked
package io.rickyard.auth.jdbc;

import org.jspecify.annotations.NullMarked;
