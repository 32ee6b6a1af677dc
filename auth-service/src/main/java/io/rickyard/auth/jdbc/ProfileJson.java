package io.rickyard.auth.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.contracts.json.ContractJson;
import org.jspecify.annotations.Nullable;

/** What a provider said of somebody, kept for the minutes until its page shows the verifier. */
final class ProfileJson {

  private ProfileJson() {}

  static @Nullable String write(@Nullable ProviderProfile profile) {
    if (profile == null) {
      return null;
    }
    return ContractJson.mapper()
        .createObjectNode()
        .put("provider", profile.provider())
        .put("issuer", profile.issuer())
        .put("subject", profile.subject())
        .put("email", profile.email())
        .put("email_verified", profile.emailVerified())
        .put("data", profile.data())
        .toString();
  }

  static @Nullable ProviderProfile read(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      var stored = ContractJson.mapper().readTree(json);
      return new ProviderProfile(
          stored.path("provider").asText(),
          stored.path("issuer").asText(),
          stored.path("subject").asText(),
          stored.path("email").textValue(),
          stored.path("email_verified").asBoolean(),
          stored.path("data").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored profile is no JSON", e);
    }
  }
}
