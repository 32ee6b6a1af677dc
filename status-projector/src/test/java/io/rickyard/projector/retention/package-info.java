/** The settings of retention. */
@NullMarked
package io.rickyard.projector.retention;

import org.jspecify.annotations.NullMarked;
