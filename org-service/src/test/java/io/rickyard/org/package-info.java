/** The service as a whole, over HTTP, on a real database and broker. */
@NullMarked
package io.rickyard.org;

import org.jspecify.annotations.NullMarked;
