package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.stack.StackKeys;
import io.rickyard.stack.blueprint.StackContents;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What signs a project's tokens, and the tokens that the project's services use among themselves.
 * These are the legacy keys, as long as services take what the project's first secret has signed.
 *
 * @param keys the keys
 * @param standIn what stands in the place of that secret and of the tokens it has signed; null
 *     before it was revoked for the first time
 */
public record Signing(SigningKeys keys, @Nullable StandIn standIn) {

  /** Checks that there is something that verifies. */
  public Signing {
    requireNonNull(keys, "keys");
    if (standIn == null && !keys.legacy().verifies()) {
      throw new IllegalArgumentException("Nothing stands in the place of the project's secret");
    }
  }

  /**
   * What stands in the place of the project's secret once that is revoked. Services have one place
   * for a secret, with which they look at every token that names no key; there is now one that
   * nobody has signed anything with.
   *
   * @param secret it
   * @param anonToken a token of the role anon, under a key that is taken
   * @param serviceToken a token of the role service_role, under a key that is taken
   * @param probeToken a token of the role anon, under the secret
   */
  public record StandIn(String secret, String anonToken, String serviceToken, String probeToken) {

    /** Checks that nothing is missing. */
    public StandIn {
      requireNonNull(secret, "secret");
      requireNonNull(anonToken, "anonToken");
      requireNonNull(serviceToken, "serviceToken");
      requireNonNull(probeToken, "probeToken");
    }

    @Override
    public String toString() {
      return "StandIn[...]";
    }
  }

  /**
   * That of a project whose keys nobody has changed.
   *
   * @param anonKey its legacy key, which says when the secret was made
   */
  public static Signing original(ProjectRef project, String secret, String anonKey) {
    var made = Instant.ofEpochSecond(part(anonKey, 1).path("iat").asLong());
    return new Signing(SigningKeys.original(project, secret, made), null);
  }

  /** That of the same project as if nobody had changed its keys. */
  Signing untouched() {
    var legacy = keys.legacy();
    return new Signing(
        new SigningKeys(List.of(legacy.as(KeyStatus.IN_USE, legacy.createdAt()))), null);
  }

  /** Makes sure that services take the legacy keys, or else refuses. */
  public void requireLegacy() throws ContentRefused {
    if (!keys.legacy().verifies()) {
      throw new ContentRefused(
          ContentRefused.Why.UNFITTING,
          "The anon and service_role keys are tokens of a signing key that is revoked; make that"
              + " standby first");
    }
  }

  /** Makes keys, and tokens that are taken. */
  public KeyMint mint(ProjectRef project, Instant now, SecureRandom random) {
    return new KeyMint(project, signer(), now, random);
  }

  /** The project's secret as long as it is taken: not every service reads the name of a key. */
  private TokenSigner signer() {
    var legacy = keys.legacy();
    if (legacy.verifies()) {
      var secret = legacy.key().secretText();
      return claims -> StackKeys.signed(secret, claims);
    }
    var key = keys.inUse();
    return claims -> key.key().token(key.id(), claims);
  }

  /** Whether services take a token, as far as that is a matter of its key. */
  public boolean takes(String token) {
    var name = part(token, 0).path("kid");
    return name.isMissingNode()
        ? keys.legacy().verifies()
        : named(name.asText()).filter(SigningKey::verifies).isPresent();
  }

  private Optional<SigningKey> named(String name) {
    return keys.all().stream().filter(key -> key.id().toString().equals(name)).findFirst();
  }

  /** The same with other keys; tokens that are not taken any more are made anew. */
  public Signing with(SigningKeys others, ProjectRef project, Instant now, SecureRandom random) {
    if (standIn == null && others.legacy().verifies()) {
      return new Signing(others, null);
    }
    var before = standIn == null ? first(others, project, now, random) : standIn;
    var next = new Signing(others, before);
    var mint = next.mint(project, now, random);
    return new Signing(
        others,
        new StandIn(
            before.secret(),
            next.takes(before.anonToken())
                ? before.anonToken()
                : mint.token(ProjectKey.Kind.PUBLISHABLE, null),
            next.takes(before.serviceToken())
                ? before.serviceToken()
                : mint.token(ProjectKey.Kind.SECRET, null),
            before.probeToken()));
  }

  private static StandIn first(
      SigningKeys keys, ProjectRef project, Instant now, SecureRandom random) {
    var secret = StackKeys.secret(random);
    var key = keys.inUse();
    var mint = new KeyMint(project, claims -> key.key().token(key.id(), claims), now, random);
    var probing = new KeyMint(project, claims -> StackKeys.signed(secret, claims), now, random);
    return new StandIn(
        secret,
        mint.token(ProjectKey.Kind.PUBLISHABLE, null),
        mint.token(ProjectKey.Kind.SECRET, null),
        probing.token(ProjectKey.Kind.PUBLISHABLE, null));
  }

  /**
   * What services are told.
   *
   * @param anonKey the legacy key for browsers
   * @param serviceKey the legacy key for servers
   */
  StackContents.Signing planned(String anonKey, String serviceKey) {
    var signers = ContractJson.mapper().createArrayNode();
    var verifiers = ContractJson.mapper().createArrayNode();
    for (var key : keys.all()) {
      if (key.verifies()) {
        var operations =
            key.status() == KeyStatus.IN_USE ? List.of("sign", "verify") : List.of("verify");
        signers.add(key.key().complete(key.id(), operations));
        verifiers.add(key.key().verifying(key.id()));
      }
    }
    var legacy = keys.legacy();
    var stand = standIn;
    return new StackContents.Signing(
        signers.toString(),
        set(verifiers),
        published(),
        stand == null || legacy.verifies() ? legacy.key().secretText() : stand.secret(),
        stand == null ? anonKey : stand.anonToken(),
        stand == null ? serviceKey : stand.serviceToken(),
        stand == null || legacy.verifies() ? anonKey : stand.probeToken());
  }

  /** With those that are to sign next, so that whoever keeps a copy has them by then. */
  private String published() {
    var published = ContractJson.mapper().createArrayNode();
    keys.all().stream()
        .filter(key -> key.status() != KeyStatus.REVOKED)
        .forEach(key -> key.key().published(key.id()).ifPresent(published::add));
    return set(published);
  }

  private static String set(ArrayNode keys) {
    return ContractJson.mapper().createObjectNode().set("keys", keys).toString();
  }

  /** What nobody may read in logs. */
  Stream<String> hidden() {
    var material = keys.all().stream().flatMap(key -> key.key().hidden());
    return standIn == null
        ? material
        : Stream.concat(
            material,
            Stream.of(
                standIn.secret(),
                standIn.anonToken(),
                standIn.serviceToken(),
                standIn.probeToken()));
  }

  /** A part of a token as JSON; what is no token has none that says anything. */
  private static JsonNode part(String token, int which) {
    var parts = token.split("\\.", -1);
    try {
      return ContractJson.mapper()
          .readTree(Base64.getUrlDecoder().decode(which < parts.length ? parts[which] : ""));
    } catch (IllegalArgumentException | IOException _) {
      return MissingNode.getInstance();
    }
  }
}
