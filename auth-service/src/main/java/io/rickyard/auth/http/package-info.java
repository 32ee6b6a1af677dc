/** The internal endpoints that the other services use. They decode, call and answer. */
@NullMarked
package io.rickyard.auth.http;

import org.jspecify.annotations.NullMarked;
