package io.rickyard.auth.login;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.onetime.Challenge;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the browser of the asking machine brings the answer: a port of that very machine (RFC 8252,
 * section 7.3), which only a program there can listen on.
 *
 * @param redirect the address, exactly as it was given
 * @param challenge what the verifier has to fit; S256 always
 * @param state what the program gave to know its own request again
 */
public record Callback(String redirect, Challenge challenge, @Nullable String state) {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");
  private static final int LONGEST = 200;
  private static final Pattern STATE = Pattern.compile("[\\x21-\\x7e]{1,500}");

  /** Checks that the address is the asking machine's own, and the challenge no plain one. */
  public Callback {
    requireLoopback(requireNonNull(redirect, "redirect"));
    requireNonNull(challenge, "challenge");
    if (challenge.method() != Challenge.Method.S256) {
      throw new IllegalArgumentException("code_challenge_method has to be S256");
    }
    if (state != null && !STATE.matcher(state).matches()) {
      throw new IllegalArgumentException("state has 1 to 500 printable characters");
    }
  }

  /**
   * Checks an address. A name, even {@code localhost}, may lead elsewhere (RFC 8252, section 8.3),
   * so only the numbers will do.
   *
   * @throws IllegalArgumentException when it leads anywhere else than to a port of this machine
   */
  public static void requireLoopback(String redirect) {
    if (redirect.length() > LONGEST || !isLoopback(redirect)) {
      throw new IllegalArgumentException(
          "redirect_uri has to be http://127.0.0.1:PORT/… or http://[::1]:PORT/…");
    }
  }

  private static boolean isLoopback(String redirect) {
    try {
      var address = new URI(redirect);
      return "http".equals(address.getScheme())
          && address.getHost() != null
          && LOOPBACK.contains(address.getHost())
          && address.getPort() > 0
          && address.getPort() < 1 << 16
          && address.getRawUserInfo() == null
          && address.getRawQuery() == null
          && address.getRawFragment() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /** The address with an authorization code (RFC 6749, section 4.1.2). */
  public String granted(String code) {
    return answered(redirect, "code", code, state);
  }

  /** The address with the news that there is none (section 4.1.2.1). */
  public String refused(String error) {
    return answered(redirect, "error", error, state);
  }

  /** The same for a request that came to no callback; the address has been checked. */
  public static String refused(String redirect, String error, @Nullable String state) {
    return answered(redirect, "error", error, state);
  }

  private static String answered(
      String redirect, String name, String value, @Nullable String state) {
    String answer = redirect + "?" + name + "=" + encode(value);
    return state == null ? answer : answer + "&state=" + encode(state);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
