/** The keys that sign tokens at the edge, for administrators; it decides nothing. */
@NullMarked
package io.rickyard.gateway.signingkey;

import org.jspecify.annotations.NullMarked;
