/** Tests of this package. */
@NullMarked
package io.rickyard.service.opentelemetry;

import org.jspecify.annotations.NullMarked;
