/**
 * Turns what a caller shows into an internal token, at most once a minute. Never logs, stores or
 * forwards what was shown.
 */
@NullMarked
package io.rickyard.gateway.identity;

import org.jspecify.annotations.NullMarked;
