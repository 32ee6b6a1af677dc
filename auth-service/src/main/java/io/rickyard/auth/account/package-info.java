/**
 * The users that there are and how they change, with what such a change ends. Knows nothing of how
 * it is asked for.
 */
@NullMarked
package io.rickyard.auth.account;

import org.jspecify.annotations.NullMarked;
