/**
 * What a Supabase stack consists of: the roles, schemas, settings and keys of its database, and the
 * fence that keeps an old owner from changing it.
 *
 * <p>It starts nothing and decides nothing; runtimes read it. Passwords appear only as SCRAM
 * verifiers.
 */
@NullMarked
package io.rickyard.stack;

import org.jspecify.annotations.NullMarked;
