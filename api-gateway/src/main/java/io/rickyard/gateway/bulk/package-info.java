/**
 * Many tasks at once by filter, repeating tasks, and the dead letters. What a filter finds is asked
 * of the projector with the caller's own sight; nothing here decides rights by itself.
 */
@NullMarked
package io.rickyard.gateway.bulk;

import org.jspecify.annotations.NullMarked;
