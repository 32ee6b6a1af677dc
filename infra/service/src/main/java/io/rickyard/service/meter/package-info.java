/**
 * What every service measures of itself: its consumers and its outbox. Names begin with {@code
 * rickyard.}; a label has few values, never an id, an organization or a path.
 */
@NullMarked
package io.rickyard.service.meter;

import org.jspecify.annotations.NullMarked;
