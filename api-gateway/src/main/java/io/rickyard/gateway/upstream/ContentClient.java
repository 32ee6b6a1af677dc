package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What members put into their stacks, which the worker keeps: keys, functions, and what these find
 * in their environment.
 */
@Singleton
public final class ContentClient {

  private static final Duration USUAL = Duration.ofSeconds(10);

  /** The sources of functions are large. */
  private static final Duration LARGE = Duration.ofSeconds(30);

  private final InternalHttp http;

  ContentClient(InternalHttp http) {
    this.http = http;
  }

  /**
   * What came of a change.
   *
   * @param revision the revision of the contents that holds it
   * @param told what it concerns, as the Management API shows it
   */
  public record Changed(long revision, JsonNode told) {
    /** Checks that nothing is missing. */
    public Changed {
      requireNonNull(told, "told");
    }
  }

  /** One key, masked unless it is to be revealed. */
  public Answer key(ProjectRef ref, String id, boolean reveal, Call call) {
    return http.get(stack(ref).segment("keys").segment(id).with("reveal", reveal), call);
  }

  /** Makes (POST), changes (PATCH) or deletes (DELETE) a key. */
  public Changed changeKey(
      String method,
      ProjectRef ref,
      @Nullable String id,
      boolean reveal,
      @Nullable Object body,
      Call call) {
    var keys = stack(ref).segment("keys");
    var target = id == null ? keys : keys.segment(id);
    return change(method, target.with("reveal", reveal), body, call);
  }

  /** Whether the signed keys work. */
  public Answer legacyKeys(ProjectRef ref, Call call) {
    return http.get(stack(ref).segment("legacy-keys"), call);
  }

  /** Decides whether they do. */
  public Changed changeLegacyKeys(ProjectRef ref, boolean enabled, Call call) {
    return change("PUT", stack(ref).segment("legacy-keys").with("enabled", enabled), null, call);
  }

  /** The keys that sign tokens, without anything private. */
  public Answer signingKeys(ProjectRef ref, Call call) {
    return http.get(stack(ref).segment("signing-keys"), call);
  }

  /** One of them by its id, or {@code legacy}. */
  public Answer signingKey(ProjectRef ref, String id, Call call) {
    return http.get(stack(ref).segment("signing-keys").segment(id), call);
  }

  /**
   * Makes one.
   *
   * @param sealed what it shall be, the key itself sealed, which makes another body each time
   * @param asked as the caller sent it
   */
  public Changed makeSigningKey(ProjectRef ref, Object sealed, Object asked, Call call) {
    return change("POST", stack(ref).segment("signing-keys"), sealed, asked, USUAL, call);
  }

  /** Changes (PATCH) or deletes (DELETE) one. */
  public Changed changeSigningKey(
      String method, ProjectRef ref, String id, @Nullable Object body, Call call) {
    return change(method, stack(ref).segment("signing-keys").segment(id), body, call);
  }

  /** Names and digests of secrets. */
  public Answer secrets(ProjectRef ref, Call call) {
    return http.get(stack(ref).segment("function-secrets"), call);
  }

  /**
   * Sets secrets.
   *
   * @param sealed each of them sealed, which makes another body each time
   * @param asked as the caller sent them
   */
  public Changed setSecrets(ProjectRef ref, Object sealed, Object asked, Call call) {
    return change("POST", stack(ref).segment("function-secrets"), sealed, asked, USUAL, call);
  }

  /** Removes secrets by name. */
  public Changed removeSecrets(ProjectRef ref, Object names, Call call) {
    return change("POST", stack(ref).segment("function-secrets").segment("removal"), names, call);
  }

  /** All functions. */
  public Answer functions(ProjectRef ref, Call call) {
    return http.get(stack(ref).segment("functions"), call);
  }

  /** One of them. */
  public Answer function(ProjectRef ref, String slug, Call call) {
    return http.get(function(ref, slug), call);
  }

  /** One of them with its files. */
  public Answer functionSource(ProjectRef ref, String slug, Call call) {
    return http.get(function(ref, slug).segment("source"), call);
  }

  /**
   * Deploys a function.
   *
   * @param bundle whether its source is only kept
   * @param fresh whether there may be none of that slug yet
   */
  public Changed deploy(
      ProjectRef ref, String slug, boolean bundle, boolean fresh, Object source, Call call) {
    var target = function(ref, slug).with("bundle", bundle).with("fresh", fresh);
    return change("POST", target, source, source, LARGE, call);
  }

  /** Makes functions what they were bundled to. */
  public Changed updateFunctions(ProjectRef ref, Object bundles, Call call) {
    return change("PUT", stack(ref).segment("functions"), bundles, call);
  }

  /** Changes (PATCH) or deletes (DELETE) a function. */
  public Changed changeFunction(
      String method, ProjectRef ref, String slug, @Nullable Object body, Call call) {
    return change(method, function(ref, slug), body, call);
  }

  /** Takes a change back for which no task was accepted. */
  public void discard(ProjectRef ref, SettingSection section, Changed change, Call call) {
    var target = stack(ref).segment("contents").segment(section.wireName());
    var _ = http.send("DELETE", target.segment(Long.toString(change.revision())), null, call);
  }

  /** The buckets of its storage service. */
  public Answer buckets(ProjectRef ref, Call call) {
    return http.get(stack(ref).segment("buckets"), call);
  }

  private Changed change(String method, Target target, @Nullable Object body, Call call) {
    return change(method, target, body, body == null ? "" : body, USUAL, call);
  }

  /** What is asked under a key is told by its query, too. */
  private Changed change(
      String method,
      Target target,
      @Nullable Object body,
      Object asked,
      Duration within,
      Call call) {
    return http.onceLong(method, target, body, List.of(target.path(), asked), within, call)
        .as(Changed.class);
  }

  private static Target function(ProjectRef ref, String slug) {
    return stack(ref).segment("functions").segment(slug);
  }

  private static Target stack(ProjectRef ref) {
    return Target.of(Upstream.WORKER, "/stacks").segment(ref.value());
  }
}
