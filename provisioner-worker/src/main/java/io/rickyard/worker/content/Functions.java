package io.rickyard.worker.content;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions of a project.
 *
 * @param bySlug by what they are called in addresses
 */
public record Functions(SortedMap<String, DeployedFunction> bySlug) {

  /** None. */
  public static final Functions NONE = new Functions(new TreeMap<>());

  private static final int MOST = 100;
  private static final int LONGEST_NAME = 200;
  private static final Pattern SLUG = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  /** Copies them. */
  public Functions {
    bySlug = Collections.unmodifiableSortedMap(new TreeMap<>(bySlug));
  }

  /**
   * What somebody wants of a function; what is null stays as it is, or is as usual.
   *
   * @param name its name, for people; its slug when there is none yet
   * @param verifyJwt whether its callers need a token or a key; they do when nobody says so
   */
  public record Wanted(@Nullable String name, @Nullable Boolean verifyJwt) {}

  /** What a function may be called in addresses, or else a refusal. */
  public static String slug(String slug) throws ContentRefused {
    if (!SLUG.matcher(slug).matches()) {
      throw new ContentRefused(
          ContentRefused.Why.MALFORMED,
          "A function's slug begins with a letter and has up to 64 letters, digits, _ and -");
    }
    return slug;
  }

  /** The one of that slug, or else a refusal. */
  public DeployedFunction get(String slug) throws ContentRefused {
    var found = bySlug.get(slug);
    if (found == null) {
      throw new ContentRefused(ContentRefused.Why.ABSENT, "There is no function " + slug);
    }
    return found;
  }

  /**
   * With one of them in its next version, or as a new one.
   *
   * @param fresh its id, where it is new
   */
  public Functions deployed(
      String slug, Wanted wanted, FunctionSource source, UUID fresh, Instant now)
      throws ContentRefused {
    var before = bySlug.get(slug(slug));
    if (before == null && bySlug.size() >= MOST) {
      throw new ContentRefused(
          ContentRefused.Why.TOO_MANY, "A project has at most %d functions".formatted(MOST));
    }
    return with(
        new DeployedFunction(
            before == null ? fresh : before.id(),
            slug,
            name(requireNonNullElse(wanted.name(), before == null ? slug : before.name())),
            before == null ? 1 : before.version() + 1,
            requireNonNullElse(wanted.verifyJwt(), before == null || before.verifyJwt()),
            source.entrypoint(),
            source.importMap(),
            source.staticPatterns(),
            source.sha256(),
            before == null ? now : before.createdAt(),
            now));
  }

  /** With one of them called or guarded in another way. */
  public Functions changed(String slug, Wanted wanted, Instant now) throws ContentRefused {
    var before = get(slug);
    return with(
        new DeployedFunction(
            before.id(),
            slug,
            name(requireNonNullElse(wanted.name(), before.name())),
            before.version(),
            requireNonNullElse(wanted.verifyJwt(), before.verifyJwt()),
            before.entrypoint(),
            before.importMap(),
            before.staticPatterns(),
            before.sha256(),
            before.createdAt(),
            now));
  }

  /** Without one of them. */
  public Functions without(String slug) throws ContentRefused {
    var gone = get(slug);
    var rest = new TreeMap<>(bySlug);
    rest.remove(gone.slug());
    return new Functions(rest);
  }

  private Functions with(DeployedFunction function) {
    var all = new TreeMap<>(bySlug);
    all.put(function.slug(), function);
    return new Functions(all);
  }

  private static String name(String name) throws ContentRefused {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new ContentRefused(
          ContentRefused.Why.MALFORMED,
          "A function's name has 1 to %d characters, without control characters"
              .formatted(LONGEST_NAME));
    }
    return name;
  }
}
