/**
 * Reads what images' tags mean from a registry and writes it into releases, for who keeps them. It
 * runs from its sources, without a build, so it knows nothing but the JDK; no service uses it.
 */
@NullMarked
package io.rickyard.stack.digest;

import org.jspecify.annotations.NullMarked;
