/** Shows in Micrometer's registry how streams fare; decides nothing. */
@NullMarked
package io.rickyard.bridge.micrometer;

import org.jspecify.annotations.NullMarked;
