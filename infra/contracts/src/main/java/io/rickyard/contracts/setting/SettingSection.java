package io.rickyard.contracts.setting;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rickyard.contracts.stack.StackProfile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Settings that belong together: those of one service, or of one matter of it. */
public enum SettingSection {
  /** The database server's own. */
  POSTGRES("postgres", "db", StackProfile.DATABASE),
  /** Who may open the database, and how. */
  ACCESS("access", "db", StackProfile.DATABASE),
  /**
   * How many connections the ways for many clients hold to the database: the one by reference, and
   * the stack's pooler where it has one.
   */
  POOLER("pooler", "pooler", StackProfile.DATABASE),
  /** The password of the role that users have in the database. */
  PASSWORD("password", "db", StackProfile.DATABASE),
  /** Signing in to the project. The gateway serves the texts of its mails. */
  AUTH("auth", "auth", StackProfile.CORE, "gateway"),
  /** The REST interface. */
  POSTGREST("postgrest", "rest", StackProfile.CORE),
  /** Files. */
  STORAGE("storage", "storage", StackProfile.STANDARD),
  /** Broadcast, presence and changes. */
  REALTIME("realtime", "realtime", StackProfile.STANDARD),
  /**
   * The keys that open the project's gateway: which revision of what members have put into the
   * stack its services are brought to. Functions are told the keys, too, and studio one that opens
   * the gateway.
   */
  KEYS("keys", "gateway", StackProfile.CORE, "functions", "studio"),
  /**
   * The keys that sign and verify the project's tokens, by revision as well. Whoever sends tokens
   * is brought to them first, then whoever takes them; auth, which signs with a key that all others
   * know by then, is the last.
   */
  SIGNING_KEYS("signing-keys", "auth", StackProfile.CORE) {
    @Override
    public List<Set<String>> services() {
      return List.of(
          Set.of("gateway", "storage", "functions"), Set.of("realtime", "rest"), Set.of("auth"));
    }
  },
  /** Functions and what they find in their environment, by revision as well. */
  FUNCTIONS("functions", "functions", StackProfile.STANDARD);

  private final String wireName;
  private final String service;
  private final StackProfile since;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
  private final List<String> others;

  SettingSection(String wireName, String service, StackProfile since, String... others) {
    this.wireName = wireName;
    this.service = service;
    this.since = since;
    this.others = List.of(others);
  }

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /** The service that they are settings of. */
  public String service() {
    return service;
  }

  /**
   * All services that are told of them, where a stack has these: one after the other, or some at
   * the same time; the gateway first, so that what it serves others is there before they ask for
   * it.
   */
  public List<Set<String>> services() {
    return Stream.concat(Stream.of(service), others.stream())
        .sorted(Comparator.comparing(name -> !name.equals("gateway")))
        .map(Set::of)
        .toList();
  }

  /** Whether a stack of this profile has that service. */
  public boolean in(StackProfile profile) {
    return profile.compareTo(since) >= 0;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static SettingSection named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(SettingSection::wireName).toList()));
  }
}
