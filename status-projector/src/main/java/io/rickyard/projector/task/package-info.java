/**
 * What is shown of a task, and how it follows from the task's events. A pure fold: it decides
 * nothing, looks at no clock and knows no table.
 */
@NullMarked
package io.rickyard.projector.task;

import org.jspecify.annotations.NullMarked;
