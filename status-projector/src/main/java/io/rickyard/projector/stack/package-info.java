/**
 * What is shown of a project's stack, and how it follows from the stack's events. A pure fold: it
 * decides nothing, looks at no clock and knows no table.
 */
@NullMarked
package io.rickyard.projector.stack;

import org.jspecify.annotations.NullMarked;
