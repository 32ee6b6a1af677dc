package io.rickyard.auth.http.gotrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.rickyard.auth.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A user as GoTrue shows it. */
@Introspected
record UserForm(
    String id,
    String aud,
    String role,
    String email,
    @Nullable Instant emailConfirmedAt,
    String phone,
    @Nullable Instant confirmedAt,
    @Nullable Instant lastSignInAt,
    Map<String, Object> appMetadata,
    JsonNode userMetadata,
    List<Map<String, Object>> identities,
    @Nullable Instant bannedUntil,
    Instant createdAt,
    Instant updatedAt,
    boolean isAnonymous) {

  static UserForm of(User user) {
    return new UserForm(
        user.id().toString(),
        "authenticated",
        "authenticated",
        user.email().value(),
        user.emailConfirmedAt(),
        "",
        user.emailConfirmedAt(),
        user.lastSignInAt(),
        Map.of("provider", "email", "providers", List.of("email")),
        GoTrueJson.tree(user.metadata()),
        List.of(identity(user)),
        user.bannedUntil(),
        user.createdAt(),
        user.updatedAt(),
        false);
  }

  /** The one identity that a user has so far: the address itself. */
  private static Map<String, Object> identity(User user) {
    String id = user.id().toString();
    return Map.of(
        "identity_id",
        id,
        "id",
        id,
        "user_id",
        id,
        "provider",
        "email",
        "email",
        user.email().value(),
        "identity_data",
        Map.of("sub", id, "email", user.email().value(), "email_verified", true),
        "created_at",
        user.createdAt(),
        "updated_at",
        user.updatedAt());
  }
}
