/** Asks name servers. Decides nothing by what they say. */
@NullMarked
package io.rickyard.org.dns;

import org.jspecify.annotations.NullMarked;
