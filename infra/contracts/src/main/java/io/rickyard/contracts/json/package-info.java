/** The one JSON form of every contract: snake_case, RFC 3339 times, ISO 8601 durations. */
@NullMarked
package io.rickyard.contracts.json;

import org.jspecify.annotations.NullMarked;
