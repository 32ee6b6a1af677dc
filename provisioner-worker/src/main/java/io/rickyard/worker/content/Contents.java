package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.stack.blueprint.StackContents;
import io.rickyard.stack.blueprint.StackContents.FunctionEntry;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a project's members have put into its stack.
 *
 * @param revision how often it was changed
 * @param keys the keys of its gateway; null as long as they are those that were made with it
 * @param secrets what its functions find in their environment
 * @param functions its functions
 * @param signing what signs its tokens; null as long as that is the secret that was made with it
 * @param takenBack what did not stay, the newest last
 */
public record Contents(
    long revision,
    @Nullable ApiKeys keys,
    FunctionSecrets secrets,
    Functions functions,
    @Nullable Signing signing,
    List<TakenBack> takenBack) {

  /** Nothing yet. */
  public static final Contents NONE =
      new Contents(0, null, FunctionSecrets.NONE, Functions.NONE, null, List.of());

  /** The sections of settings whose one setting is a revision of contents. */
  public static final Set<SettingSection> SECTIONS =
      Set.of(SettingSection.KEYS, SettingSection.SIGNING_KEYS, SettingSection.FUNCTIONS);

  /** Nobody waits so long that more of it were asked for. */
  private static final int MOST_TAKEN_BACK = 200;

  /**
   * Changes of a section that are undone.
   *
   * @param section what they concerned
   * @param after the last revision that stayed
   * @param through the last one that did not
   */
  public record TakenBack(SettingSection section, long after, long through) {
    /** Checks that nothing is missing. */
    public TakenBack {
      requireNonNull(section, "section");
    }

    private boolean holds(Revision revision) {
      return section == revision.section()
          && revision.number() > after
          && revision.number() <= through;
    }
  }

  /** Takes what is kept; what an older version did not know is empty. */
  public Contents {
    secrets = requireNonNullElse(secrets, FunctionSecrets.NONE);
    functions = requireNonNullElse(functions, Functions.NONE);
    takenBack = takenBack == null ? List.of() : List.copyOf(takenBack);
  }

  /** The next revision, with other keys. */
  public Contents with(ApiKeys others) {
    return new Contents(
        revision + 1, requireNonNull(others), secrets, functions, signing, takenBack);
  }

  /** The next revision, with other secrets. */
  public Contents with(FunctionSecrets others) {
    return new Contents(revision + 1, keys, others, functions, signing, takenBack);
  }

  /** The next revision, with other functions. */
  public Contents with(Functions others) {
    return new Contents(revision + 1, keys, secrets, others, signing, takenBack);
  }

  /** The next revision, with other signing keys, and the keys whose tokens these have signed. */
  public Contents with(Signing others, ApiKeys signed) {
    return new Contents(
        revision + 1, signed, secrets, functions, requireNonNull(others), takenBack);
  }

  /** The next revision, in which a section is as it was in an earlier one. */
  public Contents back(SettingSection section, Contents former) {
    var gone =
        Stream.concat(
                takenBack.stream(), Stream.of(new TakenBack(section, former.revision(), revision)))
            .toList();
    var told = gone.subList(Math.max(0, gone.size() - MOST_TAKEN_BACK), gone.size());
    return switch (section) {
      case KEYS ->
          new Contents(revision + 1, formerKeys(former), secrets, functions, signing, told);
      case SIGNING_KEYS ->
          new Contents(revision + 1, keys, secrets, functions, formerSigning(former), told);
      case FUNCTIONS ->
          new Contents(revision + 1, keys, former.secrets(), former.functions(), signing, told);
      case POSTGRES, ACCESS, PASSWORD, POOLER, AUTH, POSTGREST, STORAGE, REALTIME ->
          throw new IllegalArgumentException(section + " says nothing of contents");
    };
  }

  /** Those made with the project have tokens that may be taken no more. */
  private @Nullable ApiKeys formerKeys(Contents former) {
    return former.keys() == null && signing != null && !signing.keys().legacy().verifies()
        ? keys
        : former.keys();
  }

  private @Nullable Signing formerSigning(Contents former) {
    return former.signing() == null && signing != null ? signing.untouched() : former.signing();
  }

  /**
   * The same where what went back fits what stayed: behind every key is a token that services take,
   * and the legacy keys open nothing that would refuse them.
   */
  public Contents fitting(ProjectRef project, Instant now, SecureRandom random) {
    if (keys == null || signing == null) {
      return this;
    }
    var open = keys.legacyEnabled() && signing.keys().legacy().verifies();
    return new Contents(
        revision,
        keys.renewed(signing::takes, signing.mint(project, now, random)).legacy(open),
        secrets,
        functions,
        signing,
        takenBack);
  }

  /** Whether a change was undone. */
  public boolean lacks(Revision change) {
    return takenBack.stream().anyMatch(gone -> gone.holds(change));
  }

  /** The digests of what its functions are made of. */
  public List<String> sources() {
    return functions.bySlug().values().stream().map(DeployedFunction::sha256).toList();
  }

  /** What nobody may read in logs. */
  @JsonIgnore
  public List<String> hidden() {
    var opaque = keys == null ? List.<ProjectKey>of() : keys.opaque();
    return Stream.of(
            opaque.stream().flatMap(key -> Stream.of(key.key(), key.token())),
            secrets.values().values().stream(),
            signing == null ? Stream.<String>empty() : signing.hidden())
        .flatMap(texts -> texts)
        .toList();
  }

  /**
   * What the services of a stack are rendered with.
   *
   * @param original the keys that were made with the project
   * @param anonKey its legacy key for browsers
   * @param serviceKey its legacy key for servers
   */
  public StackContents planned(
      ProjectRef project, ApiKeys original, String anonKey, String serviceKey) {
    var now = requireNonNullElse(keys, original);
    var entries = new TreeMap<String, FunctionEntry>();
    functions.bySlug().forEach((slug, function) -> entries.put(slug, function.planned(project)));
    return new StackContents(
        now.opaque().stream().map(ProjectKey::planned).toList(),
        now.legacyEnabled(),
        secrets.values(),
        entries,
        signing == null ? null : signing.planned(anonKey, serviceKey));
  }
}
