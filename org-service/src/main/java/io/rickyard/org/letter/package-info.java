/**
 * Messages that consumers gave up, for administrators of the installation: which there are, and
 * which were published again or dropped. It reads no body; what a message means is its consumer's
 * business.
 */
@NullMarked
package io.rickyard.org.letter;

import org.jspecify.annotations.NullMarked;
