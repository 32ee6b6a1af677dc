/** That the shipped data are whole and that broken ones are refused. */
@NullMarked
package io.rickyard.stack.blueprint;

import org.jspecify.annotations.NullMarked;
