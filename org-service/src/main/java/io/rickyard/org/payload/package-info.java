/**
 * Reads what webhooks of each provider carry. Takes values out as plain text and believes none of
 * them.
 */
@NullMarked
package io.rickyard.org.payload;

import org.jspecify.annotations.NullMarked;
