package io.rickyard.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.auth.session.RefreshDecision.FollowChild;
import io.rickyard.auth.session.RefreshDecision.RevokeSession;
import io.rickyard.auth.session.RefreshDecision.Rotate;
import io.rickyard.auth.session.RefreshDecision.SessionOver;
import io.rickyard.auth.user.UserId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefreshDecisionTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Session LIVING = session(NOW.plusSeconds(60), null);

  @Test
  void unusedTokenRotates() {
    assertThat(RefreshDecision.decide(LIVING, null, NOW, GRACE)).isEqualTo(new Rotate());
  }

  @Test
  void tokenUsedWithinTheGraceFollowsItsChild() {
    assertThat(RefreshDecision.decide(LIVING, NOW.minus(GRACE), NOW, GRACE))
        .isEqualTo(new FollowChild());
  }

  @Test
  void tokenUsedEarlierRevokesTheSession() {
    assertThat(RefreshDecision.decide(LIVING, NOW.minus(GRACE).minusMillis(1), NOW, GRACE))
        .isEqualTo(new RevokeSession());
  }

  @Test
  void nothingBringsAnEndedSessionBack() {
    assertThat(RefreshDecision.decide(session(NOW.plusSeconds(60), NOW), null, NOW, GRACE))
        .isEqualTo(new SessionOver());
    assertThat(RefreshDecision.decide(session(NOW, null), null, NOW, GRACE))
        .isEqualTo(new SessionOver());
  }

  @Test
  void childDependsOnTokenSaltAndKey() {
    // given
    var tokens = new RefreshTokens(new byte[32], new SecureRandom());
    String token = tokens.first();
    byte[] salt = tokens.salt();

    // when
    String child = tokens.child(token, salt);

    // then
    assertThat(child).matches("[a-z2-7]{12}").isEqualTo(tokens.child(token, salt));
    assertThat(child).isNotEqualTo(tokens.child(token, tokens.salt()));
    assertThat(child).isNotEqualTo(tokens.child(tokens.first(), salt));
    assertThat(child)
        .isNotEqualTo(new RefreshTokens(new byte[] {1}, new SecureRandom()).child(token, salt));
  }

  private static Session session(Instant expiresAt, @Nullable Instant endedAt) {
    return new Session(
        new SessionId(new UUID(0, 1)),
        new UserId(new UUID(0, 2)),
        SignInMethod.PASSWORD,
        NOW.minusSeconds(60),
        expiresAt,
        endedAt,
        null);
  }
}
