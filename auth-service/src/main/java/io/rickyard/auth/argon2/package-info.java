/**
 * Argon2id (RFC 9106) on a bounded pool, since each hash costs 64 MiB and a core for a while.
 * Decides nothing about who may sign in.
 */
@NullMarked
package io.rickyard.auth.argon2;

import org.jspecify.annotations.NullMarked;
