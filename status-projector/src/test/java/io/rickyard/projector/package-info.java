/** The projector as a whole, on a real broker and a real database. */
@NullMarked
package io.rickyard.projector;

import org.jspecify.annotations.NullMarked;
