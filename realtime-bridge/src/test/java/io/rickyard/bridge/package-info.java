/** Tests of the whole service on a real database, as the gateway and clients see it. */
@NullMarked
package io.rickyard.bridge;

import org.jspecify.annotations.NullMarked;
