/**
 * Organizations, memberships, projects with their desired states, and where work is accepted. Knows
 * what shall be, never what is: no stack is observed or changed from here.
 */
@Configuration
@Requires(property = "svc.org")
@NullMarked
package io.rickyard.org;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
