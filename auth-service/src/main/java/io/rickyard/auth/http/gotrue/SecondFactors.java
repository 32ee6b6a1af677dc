package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.factor.Factor;
import io.rickyard.auth.factor.Factors;
import io.rickyard.auth.session.Session;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Whoever has a second factor has to have shown it before anything that matters. */
@Singleton
final class SecondFactors {

  private static final Pattern UUID_FORM =
      Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final Factors factors;

  SecondFactors(Factors factors) {
    this.factors = factors;
  }

  /** Refuses a session in which one factor was shown, of somebody who has two. */
  void require(Session session, String what) {
    if (!session.hasTwoFactors()
        && factors.of(session.user()).stream().anyMatch(Factor::verified)) {
      throw new GoTrueRefusal(GoTrueError.INSUFFICIENT_AAL, "AAL2 required to " + what);
    }
  }

  /** The factor of that id, if it is the session's user's. */
  Factor own(Session session, String id) {
    return find(factors.of(session.user()), id);
  }

  static Factor find(List<Factor> factors, String id) {
    UUID wanted = id(id, "factor_id");
    return factors.stream()
        .filter(factor -> factor.id().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new GoTrueRefusal(
                GoTrueError.MFA_FACTOR_NOT_FOUND, "MFA factor with this ID not found"));
  }

  static UUID id(String text, String name) {
    if (!UUID_FORM.matcher(text).matches()) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, name + " must be an UUID");
    }
    return UUID.fromString(text);
  }
}
