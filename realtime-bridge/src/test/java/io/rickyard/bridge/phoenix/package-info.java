/** Tests of the channels' protocol. */
@NullMarked
package io.rickyard.bridge.phoenix;

import org.jspecify.annotations.NullMarked;
