/**
 * The internal services, as the gateway calls them: time limits, circuit breakers, and refusals
 * that name what is unavailable. The only package that knows their addresses.
 */
@NullMarked
package io.rickyard.gateway.upstream;

import org.jspecify.annotations.NullMarked;
