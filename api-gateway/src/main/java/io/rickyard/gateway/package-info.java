/**
 * The one origin: HTTP in, commands out. Owns no data; whatever it keeps is a cache that may be
 * dropped at any time.
 */
@Configuration
@Requires(property = "svc.gateway")
@NullMarked
package io.rickyard.gateway;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
