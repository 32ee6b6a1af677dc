/** How the projection fares, for operators. Changes nothing. */
@NullMarked
package io.rickyard.projector.health;

import org.jspecify.annotations.NullMarked;
