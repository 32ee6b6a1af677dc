package io.rickyard.auth.http.gotrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nayuki.qrcodegen.QrCode;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.factor.Factor;
import io.rickyard.auth.factor.FactorRefused;
import io.rickyard.auth.factor.Factors;
import io.rickyard.auth.factor.Totp;
import io.rickyard.auth.user.User;
import io.rickyard.contracts.MessageId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Map;

/**
 * Adds and removes second factors; the secret is shown once, with a picture for an app's camera.
 */
@Singleton
final class Enrolment {

  private static final String ISSUER = "Rickyard";

  private final Factors factors;
  private final SecureRandom random;

  Enrolment(Factors factors, SecureRandom random) {
    this.factors = factors;
    this.random = random;
  }

  Map<String, Object> enrol(User user, ObjectNode form, Cause cause) {
    if (!"totp".equals(GoTrueJson.required(form, "factor_type"))) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED, "factor_type needs to be totp: nothing else is offered");
    }
    String given = GoTrueJson.text(form, "friendly_name");
    String issuer = GoTrueJson.text(form, "issuer");
    byte[] secret = new byte[Totp.SECRET_BYTES];
    random.nextBytes(secret);
    var factor = factor(user, given == null ? "" : given, cause);
    add(factor, secret, cause);
    String uri =
        Totp.uri(secret, issuer == null || issuer.isBlank() ? ISSUER : issuer, account(user));
    return Map.of(
        "id",
        factor.id().toString(),
        "type",
        "totp",
        "friendly_name",
        factor.name(),
        "totp",
        Map.of("qr_code", picture(uri), "secret", Totp.base32(secret), "uri", uri));
  }

  void remove(Factor factor, Cause cause) {
    factors.remove(factor, cause);
  }

  private void add(Factor factor, byte[] secret, Cause cause) {
    try {
      factors.add(factor, secret, cause);
    } catch (FactorRefused e) {
      throw new GoTrueRefusal(
          switch (e.why()) {
            case NAME_TAKEN -> GoTrueError.MFA_FACTOR_NAME_CONFLICT;
            case TOO_MANY -> GoTrueError.TOO_MANY_ENROLLED_MFA_FACTORS;
          },
          String.valueOf(e.getMessage()));
    }
  }

  private static Factor factor(User user, String name, Cause cause) {
    try {
      return new Factor(MessageId.next().value(), user.id(), name, cause.at(), null);
    } catch (IllegalArgumentException e) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static String account(User user) {
    return user.anonymous() ? user.id().toString() : user.emailText();
  }

  /** One path of unit squares, with the four modules of margin that readers ask for. */
  private static String picture(String text) {
    var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    int margin = 4;
    int size = code.size + 2 * margin;
    var path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + margin).append(',').append(y + margin).append("h1v1h-1z");
        }
      }
    }
    return ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
            + " shape-rendering=\"crispEdges\"><rect width=\"100%%\" height=\"100%%\""
            + " fill=\"#ffffff\"/><path d=\"%s\" fill=\"#000000\"/></svg>")
        .formatted(size, size, path);
  }
}
