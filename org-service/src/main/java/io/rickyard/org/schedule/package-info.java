/**
 * Schedules: when a task is due, what becomes of occurrences that were missed, and how a schedule's
 * runs may overlap. Decides purely; the clock, the tables and the reading of cron expressions stand
 * behind the ports declared here.
 */
@NullMarked
package io.rickyard.org.schedule;

import org.jspecify.annotations.NullMarked;
