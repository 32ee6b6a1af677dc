package io.rickyard.org.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a delivery comes from who shares the secret. Every comparison takes the same time, and
 * every secret is tried, so that the time taken tells nothing.
 */
public final class SignatureCheck {

  /** How far a signed time may be from ours, either way (Standard Webhooks). */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LONGEST_ID = 255;

  private SignatureCheck() {}

  /** What came out. */
  public sealed interface Verdict {
    /**
     * It is genuine.
     *
     * @param deliveryId the provider's id of it, the same in a redelivery
     * @param idSigned whether the signature covers that id, or anybody may have put it there
     * @param event what the headers call it, or nothing
     */
    record Genuine(String deliveryId, boolean idSigned, String event) implements Verdict {}

    /** It is not, or nobody can tell. */
    record Doubtful(String reason) implements Verdict {}
  }

  /** Checks a delivery against every secret that is valid now. */
  public static Verdict check(
      HookProvider provider, List<HookSecret> secrets, InboundRequest request, Instant now) {
    return switch (provider) {
      case GITHUB -> github(secrets, request);
      case GITLAB -> gitlab(secrets, request);
      case STANDARD -> standard(secrets, request, now);
    };
  }

  private static Verdict github(List<HookSecret> secrets, InboundRequest request) {
    String header = request.header("x-hub-signature-256").orElse("");
    Optional<byte[]> given = hex(header.startsWith("sha256=") ? header.substring(7) : "");
    if (given.isEmpty()) {
      return new Verdict.Doubtful("X-Hub-Signature-256 is missing or malformed");
    }
    if (!any(secrets, secret -> same(hmac(secret, request.body()), given.get()))) {
      return new Verdict.Doubtful("The signature does not fit the body");
    }
    return genuine(
        request.header("x-github-delivery"),
        "X-GitHub-Delivery",
        false,
        request.header("x-github-event").orElse(""));
  }

  private static Verdict gitlab(List<HookSecret> secrets, InboundRequest request) {
    byte[] given = request.header("x-gitlab-token").orElse("").getBytes(UTF_8);
    if (!any(secrets, secret -> same(secret.text().getBytes(UTF_8), given))) {
      return new Verdict.Doubtful("X-Gitlab-Token is missing or wrong");
    }
    return genuine(
        request.header("idempotency-key").or(() -> request.header("x-gitlab-event-uuid")),
        "Idempotency-Key or X-Gitlab-Event-UUID",
        true,
        request.header("x-gitlab-event").orElse(""));
  }

  private static Verdict standard(List<HookSecret> secrets, InboundRequest request, Instant now) {
    Optional<String> id = request.header("webhook-id");
    Optional<String> timestamp =
        request.header("webhook-timestamp").filter(t -> t.matches("[0-9]{1,12}"));
    if (id.isEmpty() || timestamp.isEmpty()) {
      return new Verdict.Doubtful("webhook-id or webhook-timestamp is missing or malformed");
    }
    byte[] head = (id.get() + "." + timestamp.get() + ".").getBytes(UTF_8);
    List<byte[]> given =
        Stream.of(request.header("webhook-signature").orElse("").split(" ", -1))
            .filter(part -> part.startsWith("v1,"))
            .flatMap(part -> base64(part.substring(3)).stream())
            .toList();
    if (!any(
        secrets, secret -> any(given, each -> same(hmac(secret, head, request.body()), each)))) {
      return new Verdict.Doubtful("No v1 signature in webhook-signature fits");
    }
    var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp.get())), now).abs();
    if (age.compareTo(TOLERANCE) > 0) {
      return new Verdict.Doubtful("webhook-timestamp is more than 5 minutes away from our time");
    }
    return genuine(id, "webhook-id", true, "");
  }

  private static Verdict genuine(
      Optional<String> id, String header, boolean idSigned, String event) {
    return id.filter(
            text -> text.length() <= LONGEST_ID && text.chars().noneMatch(Character::isISOControl))
        .<Verdict>map(text -> new Verdict.Genuine(text, idSigned, event))
        .orElseGet(() -> new Verdict.Doubtful(header + " is missing or malformed"));
  }

  private static boolean same(byte[] expected, byte[] given) {
    return MessageDigest.isEqual(expected, given);
  }

  /** Like {@link Stream#anyMatch}, but it looks at all of them. */
  private static <T> boolean any(List<T> candidates, Predicate<T> fits) {
    return candidates.stream().filter(fits).count() > 0;
  }

  private static byte[] hmac(HookSecret secret, byte[]... parts) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("This Java has no " + ALGORITHM, e);
    }
  }

  private static Optional<byte[]> hex(String text) {
    return text.matches("[0-9a-fA-F]{64}")
        ? Optional.of(HexFormat.of().parseHex(text))
        : Optional.empty();
  }

  private static Optional<byte[]> base64(String text) {
    return text.matches("[A-Za-z0-9+/]{43}=")
        ? Optional.of(Base64.getDecoder().decode(text))
        : Optional.empty();
  }
}
