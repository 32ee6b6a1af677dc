/**
 * Speaks to providers: OAuth 2.0 (RFC 6749, 7636, 9207) and OpenID Connect (Core, Discovery), and
 * GitHub's own way. What they answer is bounded in time and size, and never followed elsewhere.
 */
@NullMarked
package io.rickyard.auth.oauth;

import org.jspecify.annotations.NullMarked;
