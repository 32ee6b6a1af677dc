/**
 * Projects and their desired states: which change is allowed in which state, decided purely. What a
 * stack really does is not known here.
 */
@NullMarked
package io.rickyard.org.project;

import org.jspecify.annotations.NullMarked;
