/**
 * Projects that are paused when nobody uses them and woken by a request. Says what is due and what
 * follows; who uses a project, others see.
 */
@NullMarked
package io.rickyard.org.idle;

import org.jspecify.annotations.NullMarked;
