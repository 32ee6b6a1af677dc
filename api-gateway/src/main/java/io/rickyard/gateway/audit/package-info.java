/**
 * Records what the gateway accepts by itself. What org-service or auth-service does, they record
 * with the deed.
 */
@NullMarked
package io.rickyard.gateway.audit;

import org.jspecify.annotations.NullMarked;
