/**
 * Measures one installation in one run, and what the machine under it can do, and prints the
 * ratios. Times alone say little: only two figures of the same run on the same machine can be
 * compared.
 */
@NullMarked
package io.rickyard.bench;

import org.jspecify.annotations.NullMarked;
