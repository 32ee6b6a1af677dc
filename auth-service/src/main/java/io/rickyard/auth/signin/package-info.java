/**
 * Signing in: with a password or a single-use code. Puts together what the concepts decide; knows
 * no HTTP and no SQL.
 */
@NullMarked
package io.rickyard.auth.signin;

import org.jspecify.annotations.NullMarked;
