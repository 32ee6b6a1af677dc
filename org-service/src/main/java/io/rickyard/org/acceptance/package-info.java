/**
 * Accepting work: what may be asked for, what is promised with a 202, and how an idempotency key
 * decides. Pure, apart from the port behind which the one transaction stands.
 */
@NullMarked
package io.rickyard.org.acceptance;

import org.jspecify.annotations.NullMarked;
