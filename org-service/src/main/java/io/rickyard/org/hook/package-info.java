/**
 * Inbound webhooks: whether a delivery is genuine, what it says, and which task its rule asks for.
 * A delivery's values are data: they are compared and copied, never run.
 */
@NullMarked
package io.rickyard.org.hook;

import org.jspecify.annotations.NullMarked;
