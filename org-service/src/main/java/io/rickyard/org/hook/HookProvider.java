package io.rickyard.org.hook;

import java.util.Arrays;

/** Who calls the hook, and so how its deliveries are signed. */
public enum HookProvider {
  /**
   * GitHub, and what signs like it: an HMAC of the body, which does not cover the delivery's id.
   */
  GITHUB("github"),
  /** GitLab: the secret itself in a header. */
  GITLAB("gitlab"),
  /** Anything that follows Standard Webhooks: an HMAC of id, time and body. */
  STANDARD("standard");

  private final String wireName;

  HookProvider(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire and in the table. */
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  public static HookProvider named(String name) {
    return Arrays.stream(values())
        .filter(provider -> provider.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is none of "
                    + Arrays.stream(values()).map(HookProvider::wireName).toList()));
  }
}
