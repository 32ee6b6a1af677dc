/** Who causes a change here, so that every store can record it with the change. */
@NullMarked
package io.rickyard.auth.deed;

import org.jspecify.annotations.NullMarked;
