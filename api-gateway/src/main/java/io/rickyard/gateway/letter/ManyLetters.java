package io.rickyard.gateway.letter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for something to be done about the dead messages that a filter finds.
 *
 * @param where the filter: the names and values of the list's query parameters but state; all that
 *     wait when left out
 * @param after the message after which to begin, as an earlier answer's next says
 * @param limit how many at most, in the list's order; 100 when left out, at most 1,000
 * @param dryRun whether only to say how many there are
 */
record ManyLetters(
    @Nullable Map<String, String> where,
    @Nullable String after,
    @Nullable Integer limit,
    @Nullable Boolean dryRun) {}
