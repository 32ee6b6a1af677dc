/**
 * Sign-in with an account at somebody else's: which providers there are, what they say of somebody,
 * and what is kept of it. Knows neither their protocols nor HTTP.
 */
@NullMarked
package io.rickyard.auth.provider;

import org.jspecify.annotations.NullMarked;
