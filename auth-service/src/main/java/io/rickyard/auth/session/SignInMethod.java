package io.rickyard.auth.session;

/** How somebody proved who they are, in the words of the access token's {@code amr}. */
public enum SignInMethod {
  /** With the password. */
  PASSWORD("password"),
  /** With a single-use code. */
  CODE("magiclink");

  private final String wireName;

  SignInMethod(String wireName) {
    this.wireName = wireName;
  }

  /** The name in {@code amr} and in the database. */
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} for an unknown one. */
  public static SignInMethod named(String name) {
    for (var method : values()) {
      if (method.wireName.equals(name)) {
        return method;
      }
    }
    throw new IllegalArgumentException("No sign-in method is named " + name);
  }
}
