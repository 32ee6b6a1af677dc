package io.rickyard.worker.content;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a key.
 *
 * @param kind whom it is for; null where that stays as it is
 * @param name its name; null where that stays as it is
 * @param description what it is for
 * @param template the claims of the token that it stands for: an object, for secret keys only
 */
public record WantedKey(
    ProjectKey.@Nullable Kind kind,
    @Nullable String name,
    @Nullable String description,
    @Nullable JsonNode template) {}
