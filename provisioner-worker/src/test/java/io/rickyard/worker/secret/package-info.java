/** Secrets sealed, opened and kept, and what happens to those that were tampered with. */
@NullMarked
package io.rickyard.worker.secret;

import org.jspecify.annotations.NullMarked;
