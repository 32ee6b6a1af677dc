/**
 * Tells clients what happens while it happens: a snapshot, then changes. Reads the status tables
 * through their views and changes nothing.
 */
@Configuration
@Requires(property = "svc.bridge")
@NullMarked
package io.rickyard.bridge;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
