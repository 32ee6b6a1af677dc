/**
 * Identities and tokens: who may sign in, what proves it, what was done. Knows nothing of
 * organizations and rights in them; every other service verifies its tokens by the published keys.
 */
@Configuration
@Requires(property = "svc.auth")
@NullMarked
package io.rickyard.auth;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
