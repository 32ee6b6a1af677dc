package io.rickyard.gateway.queue;

import io.rickyard.contracts.flow.StartRate;
import org.jspecify.annotations.Nullable;

/**
 * How much of a scope may go on.
 *
 * @param running how many tasks at once
 * @param rate how many may start in a time
 * @param weight an organization's share in per cent of the usual one
 */
record NewLimit(@Nullable Integer running, @Nullable StartRate rate, @Nullable Integer weight) {}
