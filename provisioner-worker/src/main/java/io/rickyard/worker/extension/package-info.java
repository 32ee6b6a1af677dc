/**
 * Types of task that a class on the class path adds: what such a class says of itself, and how the
 * engine runs it. It knows no type by name.
 */
@NullMarked
package io.rickyard.worker.extension;

import org.jspecify.annotations.NullMarked;
