package io.rickyard.auth.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider is asked, where that is set rather than found in its discovery document.
 *
 * @param authorization where browsers are sent
 * @param token where a code is exchanged
 * @param user where it says who somebody is
 * @param emails where GitHub lists somebody's addresses
 * @param keys where it publishes the keys that sign its tokens
 */
public record ProviderEndpoints(
    @Nullable URI authorization,
    @Nullable URI token,
    @Nullable URI user,
    @Nullable URI emails,
    @Nullable URI keys) {}
