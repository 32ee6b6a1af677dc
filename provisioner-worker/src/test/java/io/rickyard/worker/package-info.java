/** The worker as a whole, started as an installation starts it. */
@NullMarked
package io.rickyard.worker;

import org.jspecify.annotations.NullMarked;
