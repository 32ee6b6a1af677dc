/** The description of the API, as the compiler wrote it from the code. */
@NullMarked
package io.rickyard.gateway.openapi;

import org.jspecify.annotations.NullMarked;
