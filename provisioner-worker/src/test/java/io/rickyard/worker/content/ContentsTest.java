package io.rickyard.worker.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.stack.StackKeys;
import io.rickyard.stack.blueprint.StackContents.OpaqueKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentsTest {

  private static final ProjectRef PROJECT = new ProjectRef("aaaaaaaaaaaaaaaaaaaa");
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final KeyMint MINT =
      new KeyMint(
          PROJECT, claims -> StackKeys.signed("s".repeat(40), claims), NOW, new SecureRandom());
  private static final ApiKeys ORIGINAL =
      ApiKeys.original(
          PROJECT,
          Optional.of("sb_publishable_first"),
          Optional.of("sb_secret_first"),
          Optional.of("anon.token"),
          Optional.of("service.token"));

  private static WantedKey wanted(ProjectKey.Kind kind, String name) {
    return new WantedKey(kind, name, null, null);
  }

  private static void assertRefused(
      ContentRefused.Why why, org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            ContentRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  private static JsonNode claims(String token) throws IOException {
    return ContractJson.mapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }

  private static FunctionSource source(String content) throws ContentRefused {
    return FunctionSource.of(
        "index.ts", null, List.of(), List.of(Map.entry("index.ts", content.getBytes(UTF_8))));
  }

  @Test
  void firstKeysHaveTheSameIdsWheneverTheyAreAskedFor() {
    // when
    var again =
        ApiKeys.original(
            PROJECT,
            Optional.of("sb_publishable_first"),
            Optional.of("sb_secret_first"),
            Optional.of("anon.token"),
            Optional.of("service.token"));

    // then
    assertThat(again).isEqualTo(ORIGINAL);
    assertThat(ORIGINAL.opaque()).extracting(ProjectKey::id).doesNotHaveDuplicates();
  }

  @Test
  void aNewKeyStandsForATokenOfItsOwn() throws Exception {
    // given
    var id = UUID.randomUUID();
    var template = ContractJson.mapper().readTree("{\"role\":\"reporter\",\"iss\":\"me\"}");

    // when
    var keys =
        ORIGINAL
            .with(wanted(ProjectKey.Kind.SECRET, "cron"), UUID.randomUUID(), MINT)
            .with(
                new WantedKey(ProjectKey.Kind.SECRET, "reports", "for reports", template),
                id,
                MINT);

    // then
    assertThat(keys.opaque())
        .extracting(ProjectKey::name)
        .containsExactly("default", "default", "cron", "reports");
    assertThat(keys.get(id).key()).startsWith("sb_secret_");
    var claims = claims(keys.get(id).token());
    assertThat(claims.path("role").asText()).isEqualTo("reporter");
    assertThat(claims.path("iss").asText()).isEqualTo("supabase");
    assertThat(claims.path("ref").asText()).isEqualTo(PROJECT.value());
    assertThat(claims(keys.opaque().get(2).token()).path("role").asText())
        .isEqualTo("service_role");
    assertThat(keys.toString()).doesNotContain(keys.get(id).key());
  }

  @Test
  void aDeletedKeyIsNotAmongThoseThatAreRendered() throws Exception {
    // given
    var gone = ORIGINAL.opaque().getLast();

    // when
    var planned =
        Contents.NONE
            .with(ORIGINAL.without(gone.id()).legacy(false))
            .planned(PROJECT, ORIGINAL, "", "");

    // then
    assertThat(planned.legacyKeys()).isFalse();
    assertThat(planned.keys())
        .containsExactly(
            new OpaqueKey(
                "default", OpaqueKey.Kind.PUBLISHABLE, "sb_publishable_first", "anon.token"));
    assertRefused(ContentRefused.Why.ABSENT, () -> ORIGINAL.without(gone.id()).without(gone.id()));
  }

  @Test
  void aChangedKeyIsTheSameKey() throws Exception {
    // given
    var key = ORIGINAL.opaque().getFirst();

    // when
    var changed =
        ORIGINAL.changed(key.id(), new WantedKey(null, "browsers", "for browsers", null), MINT);

    // then
    assertThat(changed.get(key.id()))
        .isEqualTo(
            new ProjectKey(
                key.id(),
                key.kind(),
                "browsers",
                "for browsers",
                null,
                key.key(),
                key.token(),
                null,
                NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "Cron", "1cron", "a-b-c", "default"})
  void aNameThatIsNoneOrTakenIsRefused(String name) {
    assertThatThrownBy(
            () -> ORIGINAL.with(wanted(ProjectKey.Kind.SECRET, name), UUID.randomUUID(), MINT))
        .isInstanceOf(ContentRefused.class);
  }

  @Test
  void keysForBrowsersHaveNoClaimsOfTheirOwn() throws Exception {
    var template = ContractJson.mapper().readTree("{\"role\":\"service_role\"}");
    assertRefused(
        ContentRefused.Why.MALFORMED,
        () ->
            ORIGINAL.with(
                new WantedKey(ProjectKey.Kind.PUBLISHABLE, "browsers", null, template),
                UUID.randomUUID(),
                MINT));
    assertRefused(
        ContentRefused.Why.MALFORMED,
        () ->
            ORIGINAL.with(
                new WantedKey(
                    ProjectKey.Kind.SECRET, "cron", null, ContractJson.mapper().readTree("[1]")),
                UUID.randomUUID(),
                MINT));
  }

  @Test
  void secretsAreShownAsDigests() throws Exception {
    // when
    var secrets =
        FunctionSecrets.NONE.with(Map.of("A", "hush", "B", "b"), NOW).with(Map.of("B", "c"), LATER);

    // then
    assertThat(secrets.byName().keySet()).containsExactly("A", "B");
    assertThat(secrets.byName().get("B")).isEqualTo(new FunctionSecrets.Kept("c", LATER));
    // printf hush | sha256sum
    assertThat(secrets.byName().get("A"))
        .extracting(FunctionSecrets.Kept::digest)
        .isEqualTo("dc8331bcb2283e89d275a1c2fe66f7bf5ac3163ec1967f149dd7e27906365f0c");
    assertThat(secrets.toString()).doesNotContain("hush");
    assertThat(secrets.without(List.of("A", "unknown")).byName()).containsOnlyKeys("B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SUPABASE_URL", "A=B", "A\nB", "A\u0000"})
  void aSecretsNameThatIsThePlatformsOrNoneIsRefused(String name) {
    assertRefused(
        ContentRefused.Why.MALFORMED, () -> FunctionSecrets.NONE.with(Map.of(name, "x"), NOW));
  }

  @Test
  void versionsAreCountedAndTheRestStays() throws Exception {
    // given
    var id = UUID.randomUUID();
    var wanted = new Functions.Wanted("Hello", false);
    var first = Functions.NONE.deployed("hello", wanted, source("1"), id, NOW);

    // when
    var second =
        first.deployed(
            "hello", new Functions.Wanted(null, null), source("2"), UUID.randomUUID(), LATER);
    var changed = second.changed("hello", new Functions.Wanted(null, true), LATER);

    // then
    assertThat(first.get("hello").version()).isEqualTo(1);
    assertThat(second.get("hello"))
        .isEqualTo(
            new DeployedFunction(
                id,
                "hello",
                "Hello",
                2,
                false,
                "index.ts",
                null,
                List.of(),
                source("2").sha256(),
                NOW,
                LATER));
    assertThat(changed.get("hello").version()).isEqualTo(2);
    assertThat(changed.get("hello").verifyJwt()).isTrue();
    assertThat(changed.without("hello").bySlug()).isEmpty();
    assertRefused(ContentRefused.Why.ABSENT, () -> Functions.NONE.get("hello"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1st", "a/b", "..", "_internal", "a.b"})
  void aSlugThatCannotStandInAnAddressIsRefused(String slug) {
    assertRefused(
        ContentRefused.Why.MALFORMED,
        () ->
            Functions.NONE.deployed(
                slug, new Functions.Wanted(null, null), source("1"), UUID.randomUUID(), NOW));
  }
}
