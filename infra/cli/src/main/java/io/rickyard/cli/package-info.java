/**
 * The {@code rickyard} command: reads arguments, asks the public API, shows the answer, and ends
 * with an exit code that a script can rely on. Uses nothing but the public API.
 */
@NullMarked
package io.rickyard.cli;

import org.jspecify.annotations.NullMarked;
