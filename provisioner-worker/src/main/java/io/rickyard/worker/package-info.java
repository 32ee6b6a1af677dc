/**
 * Takes commands from Kafka, runs each task once at a time and in its lane, and tells what
 * happened. It never writes status tables and answers no question but about keys and health.
 */
@Configuration
@Requires(property = "svc.worker")
@NullMarked
package io.rickyard.worker;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
