/** How often somebody may try something. Knows neither passwords nor users. */
@NullMarked
package io.rickyard.auth.attempt;

import org.jspecify.annotations.NullMarked;
