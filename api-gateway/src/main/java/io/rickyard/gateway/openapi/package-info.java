/**
 * The description of the API. The compiler writes it from the code, in Java's names; a step of the
 * build brings it to the form of the wire, which the mapper knows. Nothing is described by hand.
 */
@NullMarked
package io.rickyard.gateway.openapi;

import org.jspecify.annotations.NullMarked;
