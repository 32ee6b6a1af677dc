/** What is due when, decided without clock and table. */
@NullMarked
package io.rickyard.org.schedule;

import org.jspecify.annotations.NullMarked;
