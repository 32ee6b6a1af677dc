package io.rickyard.gateway.domain;

import org.jspecify.annotations.Nullable;

/**
 * How a claim is proved.
 *
 * @param proof {@code dns}, which is meant when nothing is said, or {@code administrator}
 */
record Verification(@Nullable String proof) {}
