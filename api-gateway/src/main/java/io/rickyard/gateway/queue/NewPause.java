package io.rickyard.gateway.queue;

import org.jspecify.annotations.Nullable;

/**
 * Why something is paused.
 *
 * @param reason for whoever finds it paused
 */
record NewPause(@Nullable String reason) {}
