/** Tests of this package. */
@NullMarked
package io.rickyard.service.trace;

import org.jspecify.annotations.NullMarked;
