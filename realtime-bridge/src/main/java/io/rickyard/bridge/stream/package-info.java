/**
 * Who listens to what: one tail of the event log for all, a bounded mailbox for each. Knows neither
 * HTTP nor SQL.
 */
@NullMarked
package io.rickyard.bridge.stream;

import org.jspecify.annotations.NullMarked;
