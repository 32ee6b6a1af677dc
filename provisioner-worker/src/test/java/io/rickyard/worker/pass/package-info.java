/** Tests of what is done now and then. */
@NullMarked
package io.rickyard.worker.pass;

import org.jspecify.annotations.NullMarked;
