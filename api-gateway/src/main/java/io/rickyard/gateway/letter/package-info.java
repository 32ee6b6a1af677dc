/** Dead messages at the edge, for administrators; it decides nothing and keeps nothing. */
@NullMarked
package io.rickyard.gateway.letter;

import org.jspecify.annotations.NullMarked;
