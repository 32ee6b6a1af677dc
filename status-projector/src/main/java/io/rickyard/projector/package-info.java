/**
 * The status-projector: folds what happened into the status tables, which nobody else writes, and
 * answers queries on them. Decides nothing about tasks or stacks.
 */
@Configuration
@Requires(property = "svc.projector")
@NullMarked
package io.rickyard.projector;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
