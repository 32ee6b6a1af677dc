package io.rickyard.auth.http.gotrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.rickyard.auth.factor.Factor;
import io.rickyard.auth.provider.ProviderIdentity;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    @Nullable Instant invitedAt,
    @Nullable Instant confirmationSentAt,
    @Nullable String newEmail,
    @Nullable Instant lastSignInAt,
    Map<String, Object> appMetadata,
    JsonNode userMetadata,
    List<Map<String, Object>> identities,
    @Nullable List<FactorForm> factors,
    @Nullable Instant bannedUntil,
    Instant createdAt,
    Instant updatedAt,
    boolean isAnonymous) {

  static UserForm of(User user, List<Factor> factors, List<ProviderIdentity> linked) {
    return new UserForm(
        user.id().toString(),
        "authenticated",
        "authenticated",
        user.emailText(),
        user.emailConfirmedAt(),
        "",
        user.emailConfirmedAt(),
        user.invitedAt(),
        null,
        user.newEmail() == null ? null : user.newEmail().value(),
        user.lastSignInAt(),
        appMetadata(user),
        GoTrueJson.tree(user.metadata()),
        identities(user, linked),
        factors.isEmpty() ? null : factors.stream().map(FactorForm::of).toList(),
        user.bannedUntil(),
        user.createdAt(),
        user.updatedAt(),
        user.anonymous());
  }

  /** Somebody who has yet to confirm the address, or so it seems to whoever asked. */
  static UserForm unconfirmed(
      UserId id, EmailAddress email, @Nullable String metadata, Instant now) {
    return new UserForm(
        id.toString(),
        "authenticated",
        "authenticated",
        email.value(),
        null,
        "",
        null,
        null,
        now,
        null,
        null,
        providers(List.of("email")),
        GoTrueJson.tree(metadata == null ? "{}" : metadata),
        List.of(identity(id, email, false, now, now)),
        null,
        null,
        now,
        now,
        false);
  }

  private static Map<String, Object> appMetadata(User user) {
    Map<String, Object> all = new LinkedHashMap<>();
    GoTrueJson.tree(user.appMetadata())
        .properties()
        .forEach(e -> all.put(e.getKey(), e.getValue()));
    if (!user.ways().isEmpty()) {
      all.putAll(providers(user.ways()));
    }
    return all;
  }

  private static Map<String, Object> providers(List<String> names) {
    return Map.of("provider", names.getFirst(), "providers", names);
  }

  private static List<Map<String, Object>> identities(User user, List<ProviderIdentity> linked) {
    List<Map<String, Object>> all = new ArrayList<>();
    if (user.byAddress() && user.email() != null) {
      all.add(
          identity(
              user.id(),
              user.email(),
              user.emailConfirmedAt() != null,
              user.createdAt(),
              user.updatedAt()));
    }
    linked.forEach(identity -> all.add(identity(identity)));
    return all;
  }

  private static Map<String, Object> identity(ProviderIdentity identity) {
    var data = GoTrueJson.tree(identity.data());
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("identity_id", identity.id().toString());
    shown.put("id", identity.subject());
    shown.put("user_id", identity.user().toString());
    shown.put("identity_data", data);
    shown.put("provider", identity.provider());
    shown.put("last_sign_in_at", identity.lastSignInAt());
    shown.put("created_at", identity.createdAt());
    shown.put("updated_at", identity.updatedAt());
    shown.put("email", data.path("email").asText(""));
    return shown;
  }

  /** The address itself, as the identity that GoTrue makes of it. */
  private static Map<String, Object> identity(
      UserId user, EmailAddress email, boolean verified, Instant created, Instant updated) {
    String id = user.toString();
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
        email.value(),
        "identity_data",
        Map.of("sub", id, "email", email.value(), "email_verified", verified),
        "created_at",
        created,
        "updated_at",
        updated);
  }
}
