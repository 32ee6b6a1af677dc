/**
 * What administrators set about the flow of tasks: pauses, limits and shares. It knows no worker;
 * what is set travels as a signed message and is told whole each time.
 */
@NullMarked
package io.rickyard.org.flow;

import org.jspecify.annotations.NullMarked;
