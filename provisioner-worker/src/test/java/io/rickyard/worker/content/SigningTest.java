package io.rickyard.worker.content;

import static io.rickyard.worker.content.KeyStatus.IN_USE;
import static io.rickyard.worker.content.KeyStatus.REVOKED;
import static io.rickyard.worker.content.KeyStatus.STANDBY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.stack.StackKeys;
import io.rickyard.stack.blueprint.StackContents;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What services are told of a project's keys, and the tokens that stand for its API keys. */
class SigningTest {

  private static final ProjectRef PROJECT = new ProjectRef("aaaaaaaaaaaaaaaaaaaa");
  private static final Instant MADE = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final StackKeys STACK = StackKeys.generate(PROJECT, MADE, RANDOM);
  private static final Signing ORIGINAL =
      Signing.original(PROJECT, STACK.jwtSecret(), STACK.anonKey());
  private static final UUID LEGACY = ORIGINAL.keys().legacy().id();
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);
  private static final KeyMaterial KEY = KeyMaterial.generate(KeyAlgorithm.ES256, RANDOM);
  private static final KeyMaterial OTHER = KeyMaterial.generate(KeyAlgorithm.ES256, RANDOM);

  private static Signing next(Signing before, SigningKeys keys) {
    return before.with(keys, PROJECT, NOW, RANDOM);
  }

  private static Signing rotated() throws ContentRefused {
    return next(ORIGINAL, ORIGINAL.keys().with(FIRST, KEY, IN_USE, NOW));
  }

  private static Signing legacyRevoked() throws ContentRefused {
    var rotated = rotated();
    return next(rotated, rotated.keys().changed(LEGACY, REVOKED, false, NOW));
  }

  private static StackContents.Signing planned(Signing signing) {
    return signing.planned(STACK.anonKey(), STACK.serviceRoleKey());
  }

  private static JsonNode json(String text) throws IOException {
    return ContractJson.mapper().readTree(text);
  }

  private static List<String> names(JsonNode keys) {
    return StreamSupport.stream(keys.spliterator(), false)
        .map(key -> key.path("kid").asText())
        .toList();
  }

  private static String role(String token) throws IOException {
    return json(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8))
        .path("role")
        .asText();
  }

  @Test
  void theFirstKeyIsAsOldAsTheTokensItSigned() {
    assertThat(ORIGINAL.keys().legacy().createdAt()).isEqualTo(MADE);
    assertThat(ORIGINAL.takes(STACK.anonKey())).isTrue();
  }

  @Test
  void aKeyThatWaitsIsPublishedAndNotTaken() throws Exception {
    // when
    var waiting = next(ORIGINAL, ORIGINAL.keys().with(FIRST, KEY, STANDBY, NOW));

    // then
    var planned = planned(waiting);
    assertThat(names(json(planned.published()).path("keys"))).containsExactly(FIRST.toString());
    assertThat(names(json(planned.verifiers()).path("keys"))).containsExactly(LEGACY.toString());
    assertThat(names(json(planned.signers()))).containsExactly(LEGACY.toString());
    assertThat(planned.anonToken()).isEqualTo(STACK.anonKey());
    assertThat(planned.secret()).isEqualTo(STACK.jwtSecret());
    assertThat(waiting.takes(KEY.token(FIRST, "{}"))).isFalse();
  }

  @Test
  void afterARotationBothAreTakenAndOneSigns() throws Exception {
    // when
    var planned = planned(rotated());

    // then
    var signers = json(planned.signers());
    assertThat(names(signers)).containsExactly(LEGACY.toString(), FIRST.toString());
    assertThat(signers.at("/0/key_ops").toString()).isEqualTo("[\"verify\"]");
    assertThat(signers.at("/1/key_ops").toString()).isEqualTo("[\"sign\",\"verify\"]");
    assertThat(signers.at("/1/d").asText()).isNotEmpty();
    assertThat(signers.at("/1/alg").asText()).isEqualTo("ES256");
    assertThat(names(json(planned.verifiers()).path("keys")))
        .containsExactly(LEGACY.toString(), FIRST.toString());
    assertThat(planned.serviceToken()).isEqualTo(STACK.serviceRoleKey());
    assertThat(planned.toString()).doesNotContain(planned.secret());
  }

  @Test
  void whatVerifiesHasNoPrivatePartWhereThereIsAPublicOne() throws Exception {
    // given
    var rsa = KeyMaterial.generate(KeyAlgorithm.RS256, RANDOM);
    var keys = rotated().keys().with(SECOND, rsa, IN_USE, NOW);

    // when
    var planned = planned(next(rotated(), keys));

    // then
    var verifiers = json(planned.verifiers()).path("keys");
    assertThat(verifiers.at("/0/k").asText())
        .isEqualTo(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(STACK.jwtSecret().getBytes(UTF_8)));
    for (var part : List.of("d", "p", "q", "dp", "dq", "qi")) {
      assertThat(verifiers.findValues(part)).isEmpty();
    }
    assertThat(JWKSet.parse(planned.published()).getKeys())
        .extracting(key -> key.getKeyID())
        .containsExactly(FIRST.toString(), SECOND.toString());
    assertThat(planned.published()).doesNotContain("\"d\"", "\"k\"");
  }

  @Test
  void whenTheProjectsSecretIsRevokedNothingOfItIsTakenAndTokensAreSignedByTheKeyInUse()
      throws Exception {
    // when
    var signing = legacyRevoked();

    // then
    var planned = planned(signing);
    assertThat(planned.secret()).isNotEqualTo(STACK.jwtSecret()).hasSizeGreaterThan(40);
    assertThat(planned.verifiers() + planned.signers()).doesNotContain("\"oct\"");
    assertThat(signing.takes(STACK.anonKey())).isFalse();
    for (var token : List.of(planned.anonToken(), planned.serviceToken())) {
      var key = (ECKey) JWKSet.parse(planned.verifiers()).getKeyByKeyId(FIRST.toString());
      assertThat(JWSObject.parse(token).verify(new ECDSAVerifier(key))).isTrue();
    }
    assertThat(role(planned.anonToken())).isEqualTo("anon");
    assertThat(role(planned.serviceToken())).isEqualTo("service_role");
    assertThat(
            JWSObject.parse(planned.probeToken())
                .verify(new MACVerifier(planned.secret().getBytes(UTF_8))))
        .isTrue();
    assertThatThrownBy(signing::requireLegacy).isInstanceOf(ContentRefused.class);
  }

  @Test
  void whatServicesAreToldIsTheSameHoweverOftenTheyAreTold() throws Exception {
    // given
    var revoked = legacyRevoked();

    // when
    var again = next(revoked, revoked.keys());

    // then
    assertThat(planned(again)).isEqualTo(planned(revoked));
  }

  @Test
  void theSecretThatComesBackIsTakenAgainAndTokensThatAreTakenStay() throws Exception {
    // given
    var revoked = legacyRevoked();

    // when
    var back = next(revoked, revoked.keys().changed(LEGACY, STANDBY, false, NOW));

    // then
    var planned = planned(back);
    assertThat(planned.secret()).isEqualTo(STACK.jwtSecret());
    assertThat(planned.probeToken()).isEqualTo(STACK.anonKey());
    assertThat(planned.anonToken()).isEqualTo(planned(revoked).anonToken());
    assertThat(back.takes(STACK.serviceRoleKey())).isTrue();
    back.requireLegacy();
  }

  @Test
  void apiKeysStandForTokensThatAreTakenWhateverIsRevoked() throws Exception {
    // given
    var original =
        ApiKeys.original(
            PROJECT,
            Optional.of("sb_publishable_a"),
            Optional.of("sb_secret_b"),
            Optional.of(STACK.anonKey()),
            Optional.of(STACK.serviceRoleKey()));
    var revoked = legacyRevoked();

    // when
    var renewed = original.renewed(revoked::takes, revoked.mint(PROJECT, NOW, RANDOM));

    // then
    assertThat(renewed.opaque()).allMatch(key -> revoked.takes(key.token()));
    assertThat(renewed.opaque())
        .extracting(ProjectKey::key)
        .containsExactly("sb_publishable_a", "sb_secret_b");
    assertThat(role(renewed.opaque().getLast().token())).isEqualTo("service_role");
    assertThat(original.renewed(ORIGINAL::takes, ORIGINAL.mint(PROJECT, NOW, RANDOM)))
        .isEqualTo(original);

    // when
    var rotated = next(revoked, revoked.keys().with(SECOND, OTHER, IN_USE, NOW));
    var second = next(rotated, rotated.keys().changed(FIRST, REVOKED, false, NOW));
    var again = renewed.renewed(second::takes, second.mint(PROJECT, NOW, RANDOM));

    // then
    assertThat(again.opaque()).allMatch(key -> second.takes(key.token()));
    assertThat(second.takes(planned(second).anonToken())).isTrue();
    assertThat(renewed.renewed(rotated::takes, rotated.mint(PROJECT, NOW, RANDOM)))
        .isEqualTo(renewed);
  }

  private static Contents contents(Contents before, Signing signing, ApiKeys keys) {
    return before.with(signing, keys.renewed(signing::takes, signing.mint(PROJECT, NOW, RANDOM)));
  }

  private static ApiKeys keys(boolean legacy) {
    return ApiKeys.original(
            PROJECT,
            Optional.of("sb_publishable_a"),
            Optional.of("sb_secret_b"),
            Optional.of(STACK.anonKey()),
            Optional.of(STACK.serviceRoleKey()))
        .legacy(legacy);
  }

  private static void assertFits(Contents contents) {
    var signing = requireNonNull(contents.signing());
    var keys = requireNonNull(contents.keys());
    assertThat(keys.opaque()).isNotEmpty().allMatch(key -> signing.takes(key.token()));
    assertThat(keys.legacyEnabled() && !signing.keys().legacy().verifies()).isFalse();
  }

  @Test
  void whatIsTakenBackFitsWhatStayed() throws Exception {
    // given
    var disabled = Contents.NONE.with(keys(false));
    var revoked = contents(disabled, legacyRevoked(), keys(false));
    var more =
        revoked.with(
            requireNonNull(revoked.keys())
                .with(
                    new WantedKey(ProjectKey.Kind.SECRET, "cron", null, null),
                    SECOND,
                    legacyRevoked().mint(PROJECT, NOW, RANDOM)));

    // when
    var signingBack =
        more.back(SettingSection.SIGNING_KEYS, disabled).fitting(PROJECT, NOW, RANDOM);
    var keysBack =
        more.back(SettingSection.KEYS, Contents.NONE.with(keys(true)))
            .fitting(PROJECT, NOW, RANDOM);
    var beforeAll = more.back(SettingSection.KEYS, Contents.NONE).fitting(PROJECT, NOW, RANDOM);

    // then
    assertFits(signingBack);
    assertThat(requireNonNull(signingBack.signing()).keys()).isEqualTo(ORIGINAL.keys());
    assertThat(requireNonNull(signingBack.keys()).find(SECOND)).isPresent();
    assertFits(keysBack);
    assertThat(requireNonNull(keysBack.keys()).legacyEnabled()).isFalse();
    assertFits(beforeAll);
  }

  @Test
  void claimsOfItsOwnGoWithAKeysToken() throws Exception {
    // given
    var template = json("{\"role\":\"reporter\",\"team\":7}");
    var keys =
        new ApiKeys(List.of(), false)
            .with(
                new WantedKey(ProjectKey.Kind.SECRET, "reports", null, template),
                FIRST,
                ORIGINAL.mint(PROJECT, NOW, RANDOM));
    var revoked = legacyRevoked();

    // when
    var renewed = keys.renewed(revoked::takes, revoked.mint(PROJECT, NOW, RANDOM));

    // then
    assertThat(role(renewed.opaque().getFirst().token())).isEqualTo("reporter");
    assertThat(revoked.takes(renewed.opaque().getFirst().token())).isTrue();
  }

  @Test
  void nothingPrivateIsLeftInLogs() throws Exception {
    // given
    var revoked = legacyRevoked();
    var contents = Contents.NONE.with(revoked, new ApiKeys(List.of(), false));

    // then
    var planned = planned(revoked);
    assertThat(contents.hidden())
        .contains(
            json(KEY.jwk()).path("d").asText(),
            planned.secret(),
            planned.anonToken(),
            planned.serviceToken());
    assertThat(contents.toString()).doesNotContain(json(KEY.jwk()).path("d").asText());
  }

  @Test
  void whatIsKeptIsReadAsItWas() throws Exception {
    // given
    var contents = Contents.NONE.with(legacyRevoked(), new ApiKeys(List.of(), false));

    // when
    var text = ContractJson.mapper().writeValueAsString(contents);

    // then
    assertThat(ContractJson.mapper().readValue(text, Contents.class)).isEqualTo(contents);
    assertThat(
            ContractJson.mapper()
                .readValue("{\"revision\":3,\"secrets\":{\"by_name\":{}}}", Contents.class)
                .signing())
        .isNull();
  }
}
