/** Shows in Micrometer's registry how far the projection has come; decides nothing. */
@NullMarked
package io.rickyard.projector.micrometer;

import org.jspecify.annotations.NullMarked;
