/** Tests of what is read from registries. */
@NullMarked
package io.rickyard.stack.digest;

import org.jspecify.annotations.NullMarked;
