/** What happened to tokens and sessions, so that caches of them can be dropped at once. */
@NullMarked
package io.rickyard.contracts.identity;

import org.jspecify.annotations.NullMarked;
