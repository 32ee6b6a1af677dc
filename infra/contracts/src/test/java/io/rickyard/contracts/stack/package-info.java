/** Tests of what is said about stacks. */
@NullMarked
package io.rickyard.contracts.stack;

import org.jspecify.annotations.NullMarked;
