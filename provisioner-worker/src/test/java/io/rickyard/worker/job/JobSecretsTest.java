package io.rickyard.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.ProjectSecret;
import io.rickyard.worker.content.ApiKeys;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.KeyAlgorithm;
import io.rickyard.worker.content.KeyMaterial;
import io.rickyard.worker.content.KeyStatus;
import io.rickyard.worker.content.ProjectKey;
import io.rickyard.worker.content.WantedKey;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.TestStacks;
import io.rickyard.worker.task.TaskFailure;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobSecretsTest {

  private static final ProjectRef PROJECT = new ProjectRef("aaaaaaaaaaaaaaaaaaaa");
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final StackSecrets MADE = TestStacks.secrets();

  private static String given(StackSecrets secrets, ProjectSecret name) throws TaskFailure {
    var given = new JobSecrets(PROJECT, secrets).of(Map.of("VARIABLE", name));
    assertThat(given).containsOnlyKeys("VARIABLE");
    return given.values().iterator().next();
  }

  private static StackSecrets with(ApiKeys keys) {
    return MADE.with(Contents.NONE.with(keys));
  }

  private static ApiKeys keys() {
    return MADE.apiKeys(PROJECT);
  }

  /** As members change it: another key first, then without the one that came with the project. */
  private static ApiKeys rotated(ProjectKey.Kind kind) throws ContentRefused {
    var first =
        keys().opaque().stream().filter(key -> key.kind() == kind).findFirst().orElseThrow();
    var mint = MADE.signing(PROJECT).orElseThrow().mint(PROJECT, NOW, RANDOM);
    return keys()
        .with(new WantedKey(kind, "another", null, null), UUID.randomUUID(), mint)
        .without(first.id());
  }

  private static void assertAbsent(StackSecrets secrets, ProjectSecret name, String said) {
    assertThatThrownBy(() -> given(secrets, name))
        .isInstanceOfSatisfying(
            TaskFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("secret_absent");
              assertThat(failure.retryable()).isFalse();
              assertThat(failure).hasMessageContaining(said);
            });
  }

  @Test
  void eachIsGivenByTheVariableItIsAskedForIn() throws Exception {
    // given
    var asked =
        Arrays.stream(ProjectSecret.values())
            .collect(Collectors.toMap(ProjectSecret::name, Function.identity()));

    // then
    assertThat(new JobSecrets(PROJECT, MADE).of(asked))
        .isEqualTo(
            Map.of(
                "DB_PASSWORD", MADE.dbPassword(),
                "JWT_SECRET", MADE.jwtSecret(),
                "ANON_KEY", MADE.anonKey(),
                "SERVICE_ROLE_KEY", MADE.serviceKey(),
                "PUBLISHABLE_KEY", MADE.publishableKey(),
                "SECRET_KEY", MADE.secretKey()));
  }

  @Test
  void keyThatWasRotatedIsTheOneThatOpensNow() throws Exception {
    for (var kind : ProjectKey.Kind.values()) {
      // given
      var keys = rotated(kind);
      var name =
          kind == ProjectKey.Kind.SECRET ? ProjectSecret.SECRET_KEY : ProjectSecret.PUBLISHABLE_KEY;

      // then
      assertThat(given(with(keys), name))
          .isEqualTo(
              keys.opaque().stream()
                  .filter(key -> key.name().equals("another"))
                  .findFirst()
                  .orElseThrow()
                  .key());
    }
  }

  @Test
  void keyThatMembersHaveDeletedIsNotGiven() throws Exception {
    // given
    var none = keys();
    for (var key : keys().opaque()) {
      none = none.without(key.id());
    }

    // then
    assertAbsent(with(none), ProjectSecret.SECRET_KEY, "no secret_key");
    assertAbsent(with(none), ProjectSecret.PUBLISHABLE_KEY, "no publishable_key");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANON_KEY", "SERVICE_ROLE_KEY"})
  void legacyKeyThatIsDisabledIsNotGiven(ProjectSecret name) {
    assertAbsent(with(keys().legacy(false)), name, "publishable_key or secret_key");
  }

  @Test
  void secretThatIsRevokedIsNotGiven() throws Exception {
    // given
    var original = MADE.signing(PROJECT).orElseThrow();
    var rotated =
        original
            .keys()
            .with(
                UUID.randomUUID(),
                KeyMaterial.generate(KeyAlgorithm.ES256, RANDOM),
                KeyStatus.IN_USE,
                NOW);
    var revoked = rotated.changed(original.keys().legacy().id(), KeyStatus.REVOKED, false, NOW);
    var signing = original.with(rotated, PROJECT, NOW, RANDOM).with(revoked, PROJECT, NOW, RANDOM);

    // then
    assertAbsent(
        MADE.with(Contents.NONE.with(signing, keys().legacy(false))),
        ProjectSecret.JWT_SECRET,
        "jwt_secret");
  }

  @Test
  void stackOfWhichLessIsKnownHasNoMore() {
    assertAbsent(
        new StackSecrets(Map.of(StackSecrets.DB_PASS, "otters otters")),
        ProjectSecret.JWT_SECRET,
        "jwt_secret");
  }
}
