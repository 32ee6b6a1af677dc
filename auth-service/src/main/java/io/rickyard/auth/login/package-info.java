/**
 * How a command line on somebody's machine gets a token without seeing a password: it asks, the
 * person decides on the page in which they are signed in, and the token goes to who asked. By the
 * browser of the same machine (RFC 8252 with RFC 7636) or by a code that is typed elsewhere (RFC
 * 8628). Decides; the store applies.
 */
@NullMarked
package io.rickyard.auth.login;

import org.jspecify.annotations.NullMarked;
