/** Whole commands against a stub installation: what they print and what they end with. */
@NullMarked
package io.rickyard.cli;

import org.jspecify.annotations.NullMarked;
