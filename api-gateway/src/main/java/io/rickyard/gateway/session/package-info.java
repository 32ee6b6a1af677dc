/** Signing in and out of the dashboard, access tokens and stream tickets. */
@NullMarked
package io.rickyard.gateway.session;

import org.jspecify.annotations.NullMarked;
