package io.rickyard.gateway.session;

import org.jspecify.annotations.Nullable;

/**
 * How an access token gets another value.
 *
 * @param overlap how long the value before goes on working, such as PT1H
 */
record Rotation(@Nullable String overlap) {}
