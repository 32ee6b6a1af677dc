/** A service with nothing in it but what the tests of the service start need. */
@Configuration
@Requires(property = "svc.sample")
@NullMarked
package io.rickyard.service.sample;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
