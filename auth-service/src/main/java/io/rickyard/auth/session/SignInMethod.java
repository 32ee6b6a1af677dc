package io.rickyard.auth.session;

/** How somebody proved who they are, in the words of the access token's {@code amr}. */
public enum SignInMethod {
  /** With the password. */
  PASSWORD("password"),
  /** With a single-use code. */
  CODE("magiclink"),
  /** With a code or link that was sent to the address. */
  ONE_TIME("otp"),
  /** By confirming the address of a new account. */
  SIGNUP("email/signup"),
  /** With what was sent to whoever lost the password. */
  RECOVERY("recovery"),
  /** With an administrator's invitation. */
  INVITE("invite"),
  /** By agreeing to a new address. */
  EMAIL_CHANGE("email_change"),
  /** With an account at a provider. */
  OAUTH("oauth"),
  /** Not at all: the account has no address. */
  ANONYMOUS("anonymous");

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
