package io.rickyard.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a project's API.
 *
 * @param jwtSecret signs and verifies the project's tokens
 * @param anonKey the legacy key for browsers: a token of the role anon, ten years long
 * @param serviceRoleKey the legacy key for servers: a token of the role service_role
 * @param publishableKey the opaque key for browsers
 * @param secretKey the opaque key for servers
 */
public record StackKeys(
    String jwtSecret,
    String anonKey,
    String serviceRoleKey,
    String publishableKey,
    String secretKey) {

  static final int MINIMUM_SECRET_LENGTH = 40;

  private static final int SECRET_BYTES = 48;
  private static final int YEARS = 10;
  private static final int RANDOM_CHARACTERS = 22;
  private static final int CHECKSUM_CHARACTERS = 8;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** Makes all keys of a new project. */
  public static StackKeys generate(ProjectRef project, Instant now, SecureRandom random) {
    var secret = secret(random);
    return new StackKeys(
        secret,
        token(secret, project, "anon", now),
        token(secret, project, "service_role", now),
        opaque("sb_publishable_", project, random),
        opaque("sb_secret_", project, random));
  }

  /** What signs tokens with HS256. */
  public static String secret(SecureRandom random) {
    return text(random, SECRET_BYTES);
  }

  /** A further opaque key for browsers. */
  public static String publishableKey(ProjectRef project, SecureRandom random) {
    return opaque("sb_publishable_", project, random);
  }

  /** A further opaque key for servers. */
  public static String secretKey(ProjectRef project, SecureRandom random) {
    return opaque("sb_secret_", project, random);
  }

  /** A token of this role, signed with HS256. */
  static String token(String secret, ProjectRef project, String role, Instant now) {
    return token(secret, project, Map.of("role", role), now);
  }

  /**
   * A token with these claims, signed with HS256; whose it is and how long it lives is not theirs
   * to say.
   *
   * @param claims what can be written as JSON
   */
  public static String token(
      String secret, ProjectRef project, Map<String, ?> claims, Instant now) {
    return signed(secret, claims(project, claims, now));
  }

  /**
   * The claims of a token of a project as JSON, whatever it is signed with.
   *
   * @param claims what can be written as JSON; whose it is and how long it lives is not theirs to
   *     say
   */
  public static String claims(ProjectRef project, Map<String, ?> claims, Instant now) {
    var issued = now.atOffset(ZoneOffset.UTC);
    var all = new LinkedHashMap<String, Object>();
    all.put("iss", "supabase");
    all.put("ref", project.value());
    claims.forEach(all::putIfAbsent);
    all.put("iat", issued.toEpochSecond());
    all.put("exp", issued.plusYears(YEARS).toEpochSecond());
    return json(all);
  }

  private static String json(Map<String, Object> claims) {
    try {
      return ContractJson.mapper().writeValueAsString(claims);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Claims that are no JSON", e);
    }
  }

  /** A token with these claims, signed with HS256. */
  public static String signed(String secret, String claims) {
    var signed =
        BASE64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
            + "."
            + BASE64.encodeToString(claims.getBytes(UTF_8));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC with SHA-256 is part of every JDK", e);
    }
  }

  private static String opaque(String prefix, ProjectRef project, SecureRandom random) {
    var body = prefix + text(random, RANDOM_CHARACTERS).substring(0, RANDOM_CHARACTERS);
    return body + "_" + checksum(project, body);
  }

  /** Lets a mistyped or foreign key be refused without looking it up. */
  static String checksum(ProjectRef project, String body) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256")
              .digest((project.value() + "|" + body).getBytes(UTF_8));
      return BASE64.encodeToString(hash).substring(0, CHECKSUM_CHARACTERS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  /** A password for a role: 32 letters, digits, hyphens and underscores, safe in any address. */
  public static String password(SecureRandom random) {
    return text(random, 24);
  }

  private static String text(SecureRandom random, int bytes) {
    var value = new byte[bytes];
    random.nextBytes(value);
    return BASE64.encodeToString(value);
  }

  @Override
  public String toString() {
    return "StackKeys[...]";
  }
}
