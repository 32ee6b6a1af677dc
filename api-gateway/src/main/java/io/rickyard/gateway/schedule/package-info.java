/**
 * Schedules on the public API. Decides nothing: org-service knows when what is due, and who may
 * change it.
 */
@NullMarked
package io.rickyard.gateway.schedule;

import org.jspecify.annotations.NullMarked;
