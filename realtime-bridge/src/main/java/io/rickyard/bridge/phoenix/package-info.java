/**
 * The WebSocket that realtime clients speak: Phoenix channels, versions 1.0.0 and 2.0.0 of its
 * serializer. Knows topics and frames; what changed comes from the stream package.
 */
@NullMarked
package io.rickyard.bridge.phoenix;

import org.jspecify.annotations.NullMarked;
