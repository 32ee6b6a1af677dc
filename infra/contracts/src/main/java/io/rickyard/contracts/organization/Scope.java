package io.rickyard.contracts.organization;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a token is limited to, below its holder's role: permissions, by name or with a star for
 * every resource or every verb, and where. Written {@code project.*}, {@code
 * *.read@organization:acmeacmeacmeacmeacme} or {@code task.create@project:shopshopshopshopshop}.
 *
 * @param resource of which resource; any, when there is none
 * @param verb what is done; anything, when there is none
 * @param organization in this organization alone
 * @param project on this project alone
 */
public record Scope(
    Permission.@Nullable Resource resource,
    Permission.@Nullable Verb verb,
    @Nullable OrganizationId organization,
    @Nullable ProjectRef project) {

  private static final String ANY = "*";
  private static final String IN_ORGANIZATION = "organization:";
  private static final String ON_PROJECT = "project:";
  private static final Pattern FORM =
      Pattern.compile("([a-z]+|\\*)\\.([a-z]+|\\*)(?:@((?:organization|project):[a-z]{20}))?");

  /** Checks that it can allow something. */
  public Scope {
    if (organization != null && project != null) {
      throw new IllegalArgumentException("A scope is for an organization or a project");
    }
    if (Arrays.stream(Permission.values())
        .filter(Permission::application)
        .noneMatch(permission -> names(permission, resource, verb))) {
      throw new IllegalArgumentException(
          "'%s' allows nothing that a token with scopes can do".formatted(words(resource, verb)));
    }
  }

  /** Reads it; throws {@link IllegalArgumentException} saying what does not fit. */
  public static Scope parse(String text) {
    var form = FORM.matcher(requireNonNull(text, "scope"));
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "A scope is written like project.read, task.*, *.read@organization:SLUG or"
              + " project.change@project:REF");
    }
    String where = form.group(3) == null ? "" : form.group(3);
    return new Scope(
        named(form.group(1), Permission.Resource.values()),
        named(form.group(2), Permission.Verb.values()),
        where.startsWith(IN_ORGANIZATION)
            ? new OrganizationId(where.substring(IN_ORGANIZATION.length()))
            : null,
        where.startsWith(ON_PROJECT) ? new ProjectRef(where.substring(ON_PROJECT.length())) : null);
  }

  /** Reads what somebody kept; nothing where it is of a version that is not known here. */
  public static Optional<Scope> readable(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether one of these allows it. */
  public static boolean allowed(
      List<Scope> scopes,
      Permission permission,
      OrganizationId organization,
      @Nullable ProjectRef project) {
    return scopes.stream().anyMatch(scope -> scope.allows(permission, organization, project));
  }

  /** Whether this allows it, as far as the holder's role does. */
  public boolean allows(Permission permission, OrganizationId in, @Nullable ProjectRef on) {
    return permission.application()
        && names(permission, resource, verb)
        && (organization == null || organization.equals(in))
        && (project == null || project.equals(on));
  }

  private static boolean names(
      Permission permission,
      Permission.@Nullable Resource resource,
      Permission.@Nullable Verb verb) {
    return (resource == null || resource == permission.resource())
        && (verb == null || verb == permission.verb());
  }

  private static <E extends Enum<E>> @Nullable E named(String name, E[] values) {
    if (name.equals(ANY)) {
      return null;
    }
    return Arrays.stream(values)
        .filter(value -> value.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is none of %s".formatted(name, Arrays.toString(values))));
  }

  private static String words(
      Permission.@Nullable Resource resource, Permission.@Nullable Verb verb) {
    return (resource == null ? ANY : resource) + "." + (verb == null ? ANY : verb);
  }

  /** As it is written. */
  @Override
  public String toString() {
    String what = words(resource, verb);
    if (organization != null) {
      return what + "@" + IN_ORGANIZATION + organization.value();
    }
    return project == null ? what : what + "@" + ON_PROJECT + project.value();
  }
}
