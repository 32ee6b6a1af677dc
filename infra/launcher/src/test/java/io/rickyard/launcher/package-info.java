/** What of the launcher can be proved without starting an installation. */
@NullMarked
package io.rickyard.launcher;

import org.jspecify.annotations.NullMarked;
