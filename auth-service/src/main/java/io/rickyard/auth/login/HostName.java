package io.rickyard.auth.login;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of the asking machine, as it says it itself; the person who decides reads it. */
public final class HostName {

  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9._-]+");
  private static final int LONGEST = 63;
  private static final String NONE = "unnamed";

  private HostName() {}

  /** What may be shown of a name: letters, digits, dots and hyphens, and no text of its own. */
  public static String clean(@Nullable String told) {
    if (told == null) {
      return NONE;
    }
    String clean = OTHER.matcher(told).replaceAll("-");
    String shown = clean.substring(0, Math.min(clean.length(), LONGEST));
    return shown.isEmpty() ? NONE : shown;
  }
}
