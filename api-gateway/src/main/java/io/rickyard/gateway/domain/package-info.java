/** Domains that projects bring along, as org-service keeps them. */
@NullMarked
package io.rickyard.gateway.domain;

import org.jspecify.annotations.NullMarked;
