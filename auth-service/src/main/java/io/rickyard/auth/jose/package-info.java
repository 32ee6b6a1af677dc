/** JSON Web Tokens and key sets (RFC 7515, 7517, 7519) with ES256 and nothing else. */
@NullMarked
package io.rickyard.auth.jose;

import org.jspecify.annotations.NullMarked;
