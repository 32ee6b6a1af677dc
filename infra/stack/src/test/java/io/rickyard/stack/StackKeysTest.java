package io.rickyard.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rickyard.contracts.ProjectRef;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class StackKeysTest {

  private static final ProjectRef PROJECT = new ProjectRef("abcdefghijklmnopqrst");
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private final StackKeys keys = StackKeys.generate(PROJECT, NOW, new SecureRandom());

  @Test
  void legacyKeysAreTokensOfTheirRoleSignedWithTheProjectsSecret() throws Exception {
    for (var role :
        Map.of("anon", keys.anonKey(), "service_role", keys.serviceRoleKey()).entrySet()) {
      // when
      var parts = role.getValue().split("\\.", -1);

      // then
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.jwtSecret().getBytes(UTF_8), "HmacSHA256"));
      assertThat(Base64.getUrlDecoder().decode(parts[2]))
          .isEqualTo(mac.doFinal((parts[0] + "." + parts[1]).getBytes(UTF_8)));
      assertThat(json(parts[0])).isEqualTo(Map.of("alg", "HS256", "typ", "JWT"));
      assertThat(json(parts[1]))
          .isEqualTo(
              Map.of(
                  "iss",
                  "supabase",
                  "ref",
                  PROJECT.value(),
                  "role",
                  role.getKey(),
                  "iat",
                  1795248000,
                  "exp",
                  2110867200));
    }
  }

  private static Object json(String part) throws Exception {
    return new ObjectMapper().readValue(Base64.getUrlDecoder().decode(part), Map.class);
  }

  @Test
  void opaqueKeysHaveTheHostedFormAndAChecksum() {
    assertThat(keys.publishableKey()).matches("sb_publishable_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{8}");
    assertThat(keys.secretKey()).matches("sb_secret_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{8}");
    var body = keys.secretKey().substring(0, keys.secretKey().length() - 9);
    assertThat(keys.secretKey()).endsWith("_" + StackKeys.checksum(PROJECT, body));
  }

  @Test
  void theChecksumIsTheOneOtherToolsCompute() {
    // printf 'REF|BODY' | openssl dgst -sha256 -binary | basenc --base64url | head -c 8
    assertThat(StackKeys.checksum(PROJECT, "sb_secret_AAAAAAAAAAAAAAAAAAAAAA"))
        .isEqualTo("7kiRrkbS");
  }

  @Test
  void theSecretIsLongAndKeysAreNeverShown() {
    assertThat(keys.jwtSecret()).hasSizeGreaterThanOrEqualTo(40);
    assertThat(keys).hasToString("StackKeys[...]");
  }

  @Test
  void noTwoProjectsShareAKey() {
    assertThat(StackKeys.generate(PROJECT, NOW, new SecureRandom())).isNotEqualTo(keys);
  }
}
