/** Starts the service on a real database and broker and looks at it from outside. */
@NullMarked
package io.rickyard.auth;

import org.jspecify.annotations.NullMarked;
