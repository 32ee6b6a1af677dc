/** What cron expressions mean, also when clocks are changed. */
@NullMarked
package io.rickyard.org.cron;

import org.jspecify.annotations.NullMarked;
