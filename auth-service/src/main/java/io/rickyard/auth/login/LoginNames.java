package io.rickyard.auth.login;

import io.rickyard.auth.token.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * User codes (RFC 8628, section 6.1): eight consonants, so that none looks like another or spells a
 * word, in two groups. Thirty-four bits can be searched through, so what is stored is an HMAC under
 * a key outside the database, and guesses are counted.
 */
public final class LoginNames {

  private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
  private static final int GROUP = 4;
  private static final int LENGTH = 2 * GROUP;
  private static final int LONGEST = 64;
  private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
  private static final Pattern BETWEEN = Pattern.compile("[\\s-]");

  private final SecretKeySpec key;
  private final SecureRandom random;

  /** Names whose codes are hashed under this key. */
  public LoginNames(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.random = random;
  }

  /** A new user code, as it is shown: {@code WDJB-MJHT}. */
  public String nextUserCode() {
    var code = new StringBuilder(LENGTH + 1);
    for (int i = 0; i < LENGTH; i++) {
      if (i == GROUP) {
        code.append('-');
      }
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  /** A name as somebody typed it or an address holds it; nothing when it has no form of ours. */
  public Optional<LoginName> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String code = BETWEEN.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
    if (FORM.matcher(code).matches()) {
      return Optional.of(new LoginName(mac(code), true));
    }
    return OpaqueToken.parse(text)
        .filter(token -> token.kind() == OpaqueToken.Kind.LOGIN)
        .map(token -> new LoginName(token.hash(), false));
  }

  private byte[] mac(String code) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(code.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }
}
