package io.rickyard.org.team;

import static java.util.Objects.requireNonNull;

import io.rickyard.org.organization.DisplayName;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a team is called in paths; one of its kind in its organization, and never changed. */
public record TeamSlug(String value) {

  private static final int LONGEST = 40;
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

  /** Checks the form; throws {@link IllegalArgumentException} when it does not fit. */
  public TeamSlug {
    requireNonNull(value, "slug");
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "slug has 1 to 40 small letters, digits and hyphens, and begins and ends with none of the"
              + " last");
    }
  }

  /**
   * What a name becomes; throws {@link IllegalArgumentException} when it has neither letters of
   * ASCII nor digits.
   */
  public static TeamSlug of(DisplayName name) {
    String words = name.value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String begun = words.replaceFirst("^-", "");
    return new TeamSlug(
        begun.substring(0, Math.min(LONGEST, begun.length())).replaceFirst("-$", ""));
  }

  @Override
  public String toString() {
    return value;
  }
}
