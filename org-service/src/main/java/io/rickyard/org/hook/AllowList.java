package io.rickyard.org.hook;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries a rule acts on. An empty list allows everything; an entry that ends with {@code
 * *} allows what begins like it; any other entry must be met exactly.
 *
 * @param repositories such as {@code acme/shop}
 * @param refs full ones such as {@code refs/tags/*}, or branches such as {@code main}
 * @param events in the provider's words
 */
public record AllowList(List<String> repositories, List<String> refs, List<String> events) {

  /** Everything is allowed. */
  public static final AllowList EVERYTHING = new AllowList(List.of(), List.of(), List.of());

  private static final String BRANCH = "refs/heads/";
  private static final int MOST_ENTRIES = 100;
  private static final int LONGEST_ENTRY = 255;

  /** Checks the limits; lists may be left out. */
  public AllowList {
    repositories = checked("repositories", repositories);
    refs = checked("refs", refs);
    events = checked("events", events);
  }

  /** Why a delivery is passed over, if it is; the words go to its caller. */
  public Optional<String> refuse(DeliveryFacts facts) {
    if (!allows(repositories, facts.repository())) {
      return Optional.of("repository_not_allowed");
    }
    if (!refs.isEmpty() && !allowsRef(facts.ref())) {
      return Optional.of("ref_not_allowed");
    }
    if (!allows(events, facts.event())) {
      return Optional.of("event_not_allowed");
    }
    return Optional.empty();
  }

  private boolean allowsRef(@Nullable String ref) {
    return refs.stream()
        .map(entry -> entry.startsWith("refs/") ? entry : BRANCH + entry)
        .anyMatch(entry -> matches(entry, ref));
  }

  private static boolean allows(List<String> entries, @Nullable String value) {
    return entries.isEmpty() || entries.stream().anyMatch(entry -> matches(entry, value));
  }

  private static boolean matches(String entry, @Nullable String value) {
    if (value == null) {
      return false;
    }
    return entry.endsWith("*")
        ? value.startsWith(entry.substring(0, entry.length() - 1))
        : value.equals(entry);
  }

  private static List<String> checked(String field, @Nullable List<String> entries) {
    if (entries == null) {
      return List.of();
    }
    if (entries.size() > MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "allow." + field + " has at most " + MOST_ENTRIES + " entries");
    }
    for (String entry : entries) {
      if (entry == null || entry.isBlank() || entry.length() > LONGEST_ENTRY) {
        throw new IllegalArgumentException(
            "An entry of allow." + field + " has 1 to " + LONGEST_ENTRY + " characters");
      }
      if (entry.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("allow." + field + " holds no control characters");
      }
    }
    return List.copyOf(entries);
  }
}
