/** What other services say happened, as far as organizations change by it. Decides nothing. */
@NullMarked
package io.rickyard.org.kafka;

import org.jspecify.annotations.NullMarked;
