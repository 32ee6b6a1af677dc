/**
 * What stays open: server-sent events, the WebSocket, and GoTrue's paths, passed on piece by piece
 * and never collected.
 */
@NullMarked
package io.rickyard.gateway.stream;

import org.jspecify.annotations.NullMarked;
