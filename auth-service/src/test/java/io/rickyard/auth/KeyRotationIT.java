package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.rickyard.auth.key.KeyRole;
import io.rickyard.auth.key.SigningKey;
import io.rickyard.auth.key.SigningKeys;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Follower;
import io.rickyard.testing.Eventually;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyRotationIT {

  private static final String KEYS = "/internal/signing-keys";

  /** After that, caches know a key that was just made. */
  private static final Duration LEARNED = Duration.ofMinutes(6);

  /** After that, nothing that a key signed is valid. */
  private static final Duration EXPIRED = Duration.ofMinutes(62);

  private TestInstallation installation;
  private AuthClient client;

  @BeforeEach
  void start() {
    installation = new TestInstallation();
    client = installation.client();
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void rotationSignsWithTheKeyThatWasPublishedAndStillTakesWhatWasSignedBefore()
      throws ParseException {
    // given
    TestClock.CLOCK.advance(LEARNED);
    String next = of(KeyRole.NEXT);
    String before = installation.signedIn().text("access_token");

    // when
    var rotated = client.post(KEYS + "/rotate", "", client.internal(before));

    // then
    assertThat(rotated.status()).as(rotated.response().body()).isEqualTo(200);
    String after = installation.signedIn().text("access_token");
    assertThat(of(KeyRole.CURRENT)).isEqualTo(next).isEqualTo(signedWith(after));
    assertThat(client.exchange(before).status()).isEqualTo(200);
    assertThat(client.get("/.well-known/jwks.json", null).body().path("keys")).hasSize(3);
  }

  @Test
  void rotationThatWouldRefuseValidTokensIsRefusedItself() {
    // given
    assertThat(rotated()).as("next is unknown to caches").isEqualTo(409);
    TestClock.CLOCK.advance(LEARNED);
    assertThat(rotated()).isEqualTo(200);
    String signedBefore = of(KeyRole.PREVIOUS);

    // when
    TestClock.CLOCK.advance(LEARNED);

    // then
    assertThat(rotated()).as("what previous signed is valid").isEqualTo(409);
    assertThat(of(KeyRole.PREVIOUS)).isEqualTo(signedBefore);
    TestClock.CLOCK.advance(EXPIRED);
    assertThat(rotated()).isEqualTo(200);
  }

  @Test
  void revokedKeySignsNothingMoreAndWhatItSignedIsRefusedAtOnce() throws ParseException {
    // given
    var told = new CopyOnWriteArrayList<IdentityEvent>();
    try (var _ =
        Follower.start(
            installation.broker().settings("test"),
            "test",
            Set.of(Topic.IDENTITY_EVENTS),
            Follower.Start.BEGINNING,
            batch ->
                batch.forEach(received -> {
                  if (received.envelope().body() instanceof IdentityEvents events) {
                    told.addAll(events.events());
                  }
                }))) {
      var session = installation.signedIn();
      String before = session.text("access_token");
      String revoked = of(KeyRole.CURRENT);
      String next = of(KeyRole.NEXT);

      // when
      var answer = client.delete(KEYS + "/" + revoked, client.internal(before));

      // then
      assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
      assertThat(client.exchange(before).text("code")).isEqualTo("invalid_token");
      var refreshed = client.refresh(session.text("refresh_token"));
      assertThat(signedWith(refreshed.text("access_token"))).isEqualTo(next);
      assertThat(keys().all())
          .extracting(SigningKey::role)
          .containsExactlyInAnyOrder(KeyRole.CURRENT, KeyRole.NEXT);
      Eventually.asserted(() ->
          assertThat(told)
              .anySatisfy(event ->
                  assertThat(event)
                      .isInstanceOfSatisfying(
                          IdentityEvent.SigningKeyRevoked.class,
                          key -> assertThat(key.keyId()).isEqualTo(revoked))));
    }
  }

  @Test
  void revokedNextKeyIsReplaced() {
    // given
    String next = of(KeyRole.NEXT);
    String current = of(KeyRole.CURRENT);

    // when
    var answer = client.delete(KEYS + "/" + next, me());

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(of(KeyRole.CURRENT)).isEqualTo(current);
    assertThat(of(KeyRole.NEXT)).isNotEqualTo(next);
    assertThat(client.delete(KEYS + "/" + next, me()).status()).isEqualTo(404);
  }

  @Test
  void keysAreRotatedWhenTheyHaveSignedForLongEnough() {
    // given
    var rotation = installation.service().context().getBean(KeyRotation.class);
    String next = of(KeyRole.NEXT);
    TestClock.CLOCK.advance(Duration.ofDays(89));
    rotation.run();
    assertThat(of(KeyRole.NEXT)).isEqualTo(next);

    // when
    TestClock.CLOCK.advance(Duration.ofDays(1));
    rotation.run();
    rotation.run();

    // then
    assertThat(of(KeyRole.CURRENT)).isEqualTo(next);
    assertThat(keys().all()).hasSize(3);
  }

  @Test
  void keysAreForAdministratorsOfTheInstallation() {
    // given
    String password = installation.newUser("eve@example.com");
    String eve = client.internal(client.signIn("eve@example.com", password).text("access_token"));
    String current = of(KeyRole.CURRENT);

    // then
    assertThat(client.get(KEYS, eve).status()).isEqualTo(403);
    assertThat(client.post(KEYS + "/rotate", "", eve).status()).isEqualTo(403);
    assertThat(client.delete(KEYS + "/" + current, eve).status()).isEqualTo(403);
    assertThat(client.get(KEYS, me()).response().body())
        .contains("\"role\":\"current\"", current)
        .doesNotContain("private");
  }

  private int rotated() {
    return client.post(KEYS + "/rotate", "", me()).status();
  }

  private String me() {
    return client.internal(installation.signedIn().text("access_token"));
  }

  private SigningKeys keys() {
    return installation.service().context().getBean(SigningKeys.class);
  }

  private String of(KeyRole role) {
    return keys().all().stream().filter(key -> key.role() == role).findFirst().orElseThrow().id();
  }

  private static String signedWith(String token) throws ParseException {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }
}
