/** Queries over HTTP: decodes parameters, asks, and passes stored JSON through. Holds no SQL. */
@NullMarked
package io.rickyard.projector.http;

import org.jspecify.annotations.NullMarked;
