/**
 * Getting a token without a password: by the browser of this machine (RFC 8252), or by a code that
 * somebody enters elsewhere (RFC 8628).
 */
@NullMarked
package io.rickyard.cli.login;

import org.jspecify.annotations.NullMarked;
