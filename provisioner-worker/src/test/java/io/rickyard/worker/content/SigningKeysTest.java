package io.rickyard.worker.content;

import static io.rickyard.worker.content.KeyStatus.IN_USE;
import static io.rickyard.worker.content.KeyStatus.PREVIOUSLY_USED;
import static io.rickyard.worker.content.KeyStatus.REVOKED;
import static io.rickyard.worker.content.KeyStatus.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.ProjectRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {

  private static final ProjectRef PROJECT = new ProjectRef("aaaaaaaaaaaaaaaaaaaa");
  private static final Instant THEN = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final SigningKeys ORIGINAL = SigningKeys.original(PROJECT, "s".repeat(40), THEN);
  private static final KeyMaterial KEY = KeyMaterial.ofSecret(new byte[32]);
  private static final List<KeyStatus> STATUSES = List.of(KeyStatus.values());
  private static final UUID FIRST = new UUID(0, 1);

  private static void assertRefused(ContentRefused.Why why, ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            ContentRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @Test
  void theProjectsSecretIsInUseFromTheBeginning() {
    assertThat(ORIGINAL.all()).hasSize(1);
    assertThat(ORIGINAL.legacy()).isEqualTo(ORIGINAL.inUse());
    assertThat(ORIGINAL.legacy().createdAt()).isEqualTo(THEN);
    assertThat(SigningKeys.original(PROJECT, "s".repeat(40), THEN)).isEqualTo(ORIGINAL);
    assertThat(ORIGINAL.toString()).doesNotContain("ssss");
  }

  @Test
  void aNewKeyIsNotTakenBeforeItIsToSign() throws Exception {
    // when
    var standby = ORIGINAL.with(FIRST, KEY, STANDBY, NOW);
    var rotated = standby.changed(FIRST, IN_USE, true, NOW);

    // then
    assertThat(standby.get(FIRST).verifies()).isFalse();
    assertThat(standby.inUse()).isEqualTo(ORIGINAL.legacy());
    assertThat(rotated.inUse().id()).isEqualTo(FIRST);
    assertThat(rotated.get(FIRST).verifies()).isTrue();
    assertThat(rotated.legacy().status()).isEqualTo(PREVIOUSLY_USED);
    assertThat(rotated.legacy().verifies()).isTrue();
    assertThat(rotated.legacy().createdAt()).isEqualTo(THEN);
    assertThat(rotated.legacy().updatedAt()).isEqualTo(NOW);
  }

  @Test
  void aNewKeyMaySignAtOnce() throws Exception {
    // when
    var keys = ORIGINAL.with(FIRST, KEY, IN_USE, NOW);

    // then
    assertThat(keys.inUse().id()).isEqualTo(FIRST);
    assertThat(keys.legacy().status()).isEqualTo(PREVIOUSLY_USED);
  }

  @Test
  void whatWasSignedIsTakenAlsoWhileItsKeyWaitsToSignAgain() throws Exception {
    // given
    var rotated = ORIGINAL.with(FIRST, KEY, IN_USE, NOW);

    // when
    var back = rotated.changed(ORIGINAL.legacy().id(), STANDBY, true, NOW);

    // then
    assertThat(back.legacy().verifies()).isTrue();
  }

  static Stream<Arguments> statuses() {
    return Stream.of(KeyStatus.values())
        .flatMap(from -> Stream.of(KeyStatus.values()).map(to -> Arguments.of(from, to)));
  }

  /** A key that came to a status on the shortest way. */
  private static SigningKeys at(KeyStatus status) throws ContentRefused {
    var standby = ORIGINAL.with(FIRST, KEY, STANDBY, NOW);
    return status == STANDBY ? standby : standby.changed(FIRST, status, true, NOW);
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void aStatusIsReachedFromWhereThatIsAllowed(KeyStatus from, KeyStatus to) throws Exception {
    // given
    var keys = at(from);
    var refusal =
        switch (from) {
          case STANDBY -> null;
          case IN_USE -> ContentRefused.Why.KEY_IN_USE;
          case PREVIOUSLY_USED -> to == IN_USE ? ContentRefused.Why.UNFITTING : null;
          case REVOKED ->
              to == IN_USE || to == PREVIOUSLY_USED ? ContentRefused.Why.UNFITTING : null;
        };

    // then
    if (from == to) {
      assertThat(keys.changed(FIRST, to, true, NOW)).isSameAs(keys);
    } else if (refusal == null) {
      assertThat(keys.changed(FIRST, to, true, NOW).get(FIRST).status()).isEqualTo(to);
    } else {
      assertRefused(refusal, () -> keys.changed(FIRST, to, true, NOW));
    }
  }

  @Test
  void theProjectsSecretIsNotRevokedWhileItsTokensAreKeys() throws Exception {
    // given
    var legacy = ORIGINAL.legacy().id();
    var rotated = ORIGINAL.with(FIRST, KEY, IN_USE, NOW);

    // then
    assertRefused(
        ContentRefused.Why.LEGACY_KEYS_ENABLED, () -> rotated.changed(legacy, REVOKED, true, NOW));
    var revoked = rotated.changed(legacy, REVOKED, false, NOW);
    assertThat(revoked.legacy().verifies()).isFalse();
    assertRefused(ContentRefused.Why.UNFITTING, () -> revoked.without(legacy));
  }

  @Test
  void onlyAKeyThatIsNotTakenIsDeleted() throws Exception {
    assertThat(at(STANDBY).without(FIRST).find(FIRST)).isEmpty();
    assertThat(at(REVOKED).without(FIRST).find(FIRST)).isEmpty();
    assertRefused(ContentRefused.Why.KEY_IN_USE, () -> at(IN_USE).without(FIRST));
    assertRefused(ContentRefused.Why.UNFITTING, () -> at(PREVIOUSLY_USED).without(FIRST));
    assertRefused(ContentRefused.Why.ABSENT, () -> ORIGINAL.without(FIRST));
  }

  @Test
  void idsAndNumbersHaveTheirLimits() throws Exception {
    // given
    var keys = ORIGINAL;
    for (int i = 2; i <= 10; i++) {
      keys = keys.with(new UUID(1, i), KEY, STANDBY, NOW);
    }
    var full = keys;

    // then
    assertRefused(ContentRefused.Why.TOO_MANY, () -> full.with(FIRST, KEY, STANDBY, NOW));
    assertRefused(ContentRefused.Why.TAKEN, () -> full.with(new UUID(1, 2), KEY, STANDBY, NOW));
    assertRefused(ContentRefused.Why.MALFORMED, () -> ORIGINAL.with(FIRST, KEY, REVOKED, NOW));
  }

  /** Whatever is asked for, in whatever order, a simple model says the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyRowOfChangesAgreesWithAModel(long seed) {
    var random = new Random(seed);
    var keys = ORIGINAL;
    var model = new HashMap<UUID, KeyStatus>(Map.of(ORIGINAL.legacy().id(), IN_USE));
    for (int step = 0; step < 300; step++) {
      var id = random.nextInt(6) == 0 ? ORIGINAL.legacy().id() : new UUID(0, random.nextInt(8));
      var wanted = STATUSES.get(random.nextInt(STATUSES.size()));
      boolean open = random.nextBoolean();
      var before = keys;
      var after =
          switch (random.nextInt(5)) {
            case 0, 1 -> tried(() -> before.with(id, KEY, wanted, NOW));
            case 2 -> tried(() -> before.without(id));
            default -> tried(() -> before.changed(id, wanted, open, NOW));
          };
      if (after == null) {
        continue;
      }
      keys = after;
      // then
      var gone = model.containsKey(id) && after.find(id).isEmpty();
      if (gone) {
        assertThat(before.find(id).orElseThrow().verifies()).isFalse();
        model.remove(id);
      } else {
        var now = after.find(id).orElseThrow().status();
        if (now == IN_USE) {
          model.replaceAll((_, status) -> status == IN_USE ? PREVIOUSLY_USED : status);
        }
        model.put(id, now);
      }
      assertThat(after.all()).hasSize(model.size());
      assertThat(after.all())
          .allSatisfy(key -> assertThat(key.status()).isEqualTo(model.get(key.id())));
      assertThat(after.all()).filteredOn(key -> key.status() == IN_USE).hasSize(1);
      assertThat(after.inUse().verifies()).isTrue();
      for (var key : before.all()) {
        if (key.verifies() && !(key.id().equals(id) && wanted == REVOKED)) {
          assertThat(after.find(key.id())).as("still taken").get().matches(SigningKey::verifies);
        }
      }
    }
    assertThat(model.size()).isGreaterThan(2);
  }

  /** A change that may be refused. */
  private interface Change {
    SigningKeys make() throws ContentRefused;
  }

  private static @Nullable SigningKeys tried(Change change) {
    try {
      return change.make();
    } catch (ContentRefused _) {
      return null;
    }
  }
}
