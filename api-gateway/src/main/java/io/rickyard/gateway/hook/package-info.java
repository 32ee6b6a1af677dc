/**
 * Inbound webhooks and their administration. Checks no signature itself: org-service holds the
 * secrets.
 */
@NullMarked
package io.rickyard.gateway.hook;

import org.jspecify.annotations.NullMarked;
