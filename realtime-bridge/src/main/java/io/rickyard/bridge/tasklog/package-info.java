/**
 * A task's log as it is written: line after line, then the end. Knows neither how lines are stored
 * nor how they are sent.
 */
@NullMarked
package io.rickyard.bridge.tasklog;

import org.jspecify.annotations.NullMarked;
