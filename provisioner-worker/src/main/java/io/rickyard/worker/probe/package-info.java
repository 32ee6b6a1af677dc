/**
 * The task that does what its input says, by which an installation is checked and measured. It must
 * touch nothing.
 */
@NullMarked
package io.rickyard.worker.probe;

import org.jspecify.annotations.NullMarked;
