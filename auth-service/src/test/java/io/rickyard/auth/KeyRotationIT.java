package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.key.KeyRole;
import io.rickyard.auth.key.SigningKey;
import io.rickyard.auth.key.SigningKeys;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRotationIT {

  @Test
  void rotationSignsWithTheKeyThatWasPublishedAndStillTakesWhatWasSignedBefore()
      throws ParseException {
    try (var installation = new TestInstallation()) {
      // given
      var keys = installation.service().context().getBean(SigningKeys.class);
      String next = of(keys.all(), KeyRole.NEXT);
      String before = installation.signedIn().text("access_token");

      // when
      var rotated = keys.rotate(cause());
      TestClock.CLOCK.advance(Duration.ofMinutes(2));

      // then
      String after = installation.signedIn().text("access_token");
      assertThat(of(rotated, KeyRole.CURRENT)).isEqualTo(next);
      assertThat(SignedJWT.parse(after).getHeader().getKeyID()).isEqualTo(next);
      assertThat(installation.client().exchange(before).status()).isEqualTo(200);
      assertThat(installation.client().get("/.well-known/jwks.json", null).body().path("keys"))
          .hasSize(3);
      keys.rotate(cause());
      TestClock.CLOCK.advance(Duration.ofMinutes(2));
      assertThat(installation.client().exchange(before).text("code")).isEqualTo("invalid_token");
      assertThat(installation.client().exchange(after).status()).isEqualTo(200);
    }
  }

  private static Cause cause() {
    return new Cause(
        Actor.system("test"), TestClock.CLOCK.instant(), null, new CorrelationId("rotation"));
  }

  private static String of(List<SigningKey> keys, KeyRole role) {
    return keys.stream().filter(key -> key.role() == role).findFirst().orElseThrow().id();
  }
}
