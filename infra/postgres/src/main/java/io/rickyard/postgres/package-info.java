/**
 * PostgreSQL servers as operating system processes: unpacking the programs, giving up privileges,
 * initdb, start, recognition of a server that already runs, stop.
 *
 * <p>It knows nothing of projects, roles of a Supabase database or tasks, and it never logs or
 * stores a password: servers are created with SCRAM verifiers.
 */
@NullMarked
package io.rickyard.postgres;

import org.jspecify.annotations.NullMarked;
