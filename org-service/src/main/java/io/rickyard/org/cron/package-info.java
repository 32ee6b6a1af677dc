/**
 * Reads cron expressions with the library that knows them, and says what they mean on the days on
 * which a time zone's clocks are changed. Knows nothing of schedules' tasks.
 */
@NullMarked
package io.rickyard.org.cron;

import org.jspecify.annotations.NullMarked;
