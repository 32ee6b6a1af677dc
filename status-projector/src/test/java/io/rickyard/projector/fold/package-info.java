/** Folding in the order of versions, without anything around it. */
@NullMarked
package io.rickyard.projector.fold;

import org.jspecify.annotations.NullMarked;
