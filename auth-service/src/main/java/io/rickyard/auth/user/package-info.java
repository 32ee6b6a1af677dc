/** People who can sign in. Knows nothing of their sessions, tokens or organizations. */
@NullMarked
package io.rickyard.auth.user;

import org.jspecify.annotations.NullMarked;
