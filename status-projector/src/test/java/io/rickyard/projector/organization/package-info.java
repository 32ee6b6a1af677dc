/** The organization's fold. */
@NullMarked
package io.rickyard.projector.organization;

import org.jspecify.annotations.NullMarked;
