package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a project's members have put into its stack, beside what every stack has.
 *
 * @param keys the opaque keys that open the project's gateway
 * @param legacyKeys whether the signed keys of the roles open it, too
 * @param functionSecrets what functions find in their environment, by name
 * @param functions the deployed functions, by what they are called in addresses
 * @param mailTemplates the texts of mails, by the kind of mail
 * @param signing what signs and verifies tokens; null as long as that is the project's secret alone
 */
public record StackContents(
    List<OpaqueKey> keys,
    boolean legacyKeys,
    SortedMap<String, String> functionSecrets,
    SortedMap<String, FunctionEntry> functions,
    SortedMap<String, String> mailTemplates,
    @Nullable Signing signing) {

  /** Copies the collections. */
  public StackContents {
    keys = List.copyOf(keys);
    functionSecrets = Collections.unmodifiableSortedMap(new TreeMap<>(functionSecrets));
    functions = Collections.unmodifiableSortedMap(new TreeMap<>(functions));
    mailTemplates = Collections.unmodifiableSortedMap(new TreeMap<>(mailTemplates));
  }

  /** Those whose mails have the texts that GoTrue brings along. */
  public StackContents(
      List<OpaqueKey> keys,
      boolean legacyKeys,
      SortedMap<String, String> functionSecrets,
      SortedMap<String, FunctionEntry> functions,
      @Nullable Signing signing) {
    this(keys, legacyKeys, functionSecrets, functions, new TreeMap<>(), signing);
  }

  /** The same with other texts of mails. */
  public StackContents withMailTemplates(SortedMap<String, String> others) {
    return new StackContents(keys, legacyKeys, functionSecrets, functions, others, signing);
  }

  /** Those of a stack whose tokens its secret alone signs and verifies. */
  public StackContents(
      List<OpaqueKey> keys,
      boolean legacyKeys,
      SortedMap<String, String> functionSecrets,
      SortedMap<String, FunctionEntry> functions) {
    this(keys, legacyKeys, functionSecrets, functions, null);
  }

  /** Those of a stack into which nobody has put anything: one key of each kind. */
  public static StackContents original(
      String publishable, String secret, String anonToken, String serviceToken) {
    return new StackContents(
        List.of(
            new OpaqueKey("default", OpaqueKey.Kind.PUBLISHABLE, publishable, anonToken),
            new OpaqueKey("default", OpaqueKey.Kind.SECRET, secret, serviceToken)),
        true,
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** The keys of a kind, in their order. */
  public List<OpaqueKey> keys(OpaqueKey.Kind kind) {
    return keys.stream().filter(key -> key.kind() == kind).toList();
  }

  /**
   * A key that is no token.
   *
   * @param name its name, unique among those of its kind
   * @param kind whom it is for
   * @param key what is sent
   * @param token what the gateway sends on in its place: a token of the project's
   */
  public record OpaqueKey(String name, Kind kind, String key, String token) {

    /** Whom a key is for. */
    public enum Kind {
      /** For browsers. */
      PUBLISHABLE,
      /** For servers. */
      SECRET
    }

    /** Checks that nothing is missing. */
    public OpaqueKey {
      requireNonNull(name, "name");
      requireNonNull(kind, "kind");
      requireNonNull(key, "key");
      requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "OpaqueKey[%s %s]".formatted(kind, name);
    }
  }

  /**
   * What signs and verifies a project's tokens, once members have changed that.
   *
   * @param signers all keys with their private parts, as GoTrue reads them: a JSON array
   * @param verifiers those that verify, as a JWK set with the secrets of those that are secrets
   * @param published the public keys that everybody may know: a JWK set
   * @param secret what verifies tokens that name no key
   * @param anonToken a token of the role anon that they verify
   * @param serviceToken a token of the role service_role that they verify
   * @param probeToken a token of the role anon under that secret
   */
  public record Signing(
      String signers,
      String verifiers,
      String published,
      String secret,
      String anonToken,
      String serviceToken,
      String probeToken) {

    /** Checks that nothing is missing. */
    public Signing {
      requireNonNull(signers, "signers");
      requireNonNull(verifiers, "verifiers");
      requireNonNull(published, "published");
      requireNonNull(secret, "secret");
      requireNonNull(anonToken, "anonToken");
      requireNonNull(serviceToken, "serviceToken");
      requireNonNull(probeToken, "probeToken");
    }

    /** By the names under which blueprints refer to them. */
    Map<String, String> values() {
      return Map.of(
          "token_signers", signers,
          "token_verifiers", verifiers,
          "token_verifier_set", verifiers,
          "token_secret", secret,
          "anon_token", anonToken,
          "service_token", serviceToken,
          "probe_token", probeToken);
    }

    @Override
    public String toString() {
      return "Signing[...]";
    }
  }

  /**
   * What the main program has to know of a function.
   *
   * @param directory where its files are
   * @param entrypoint where it begins
   * @param importMap what names its modules have, where it says so
   * @param staticPatterns which of its files it reads while it runs
   * @param verifyJwt whether its callers need a token or a key
   * @param sha256 the digest of its files
   */
  public record FunctionEntry(
      String directory,
      String entrypoint,
      @Nullable String importMap,
      List<String> staticPatterns,
      boolean verifyJwt,
      String sha256) {

    /** Copies the patterns. */
    public FunctionEntry {
      requireNonNull(directory, "directory");
      requireNonNull(entrypoint, "entrypoint");
      staticPatterns = List.copyOf(staticPatterns);
      requireNonNull(sha256, "sha256");
    }
  }

  @Override
  public String toString() {
    return "StackContents[keys=%s, functions=%s]".formatted(keys, functions.keySet());
  }
}
