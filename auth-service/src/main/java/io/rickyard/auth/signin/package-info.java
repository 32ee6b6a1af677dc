/**
 * Signing in and up: with a password, a single-use code, or what is sent to an address. Puts
 * together what the concepts decide; knows no HTTP and no SQL.
 */
@NullMarked
package io.rickyard.auth.signin;

import org.jspecify.annotations.NullMarked;
