/** The keys that sign tokens, and how they are kept encrypted at rest. Signs nothing itself. */
@NullMarked
package io.rickyard.auth.key;

import org.jspecify.annotations.NullMarked;
