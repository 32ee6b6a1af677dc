package io.rickyard.gateway.session;

import org.jspecify.annotations.Nullable;

/**
 * Proves who signs in: an address with its password, a code that is good once, or the session that
 * a link from a message has begun.
 *
 * @param email the address
 * @param password its password
 * @param tokenHash the code
 * @param accessToken what the link brought
 * @param code what the app of a second factor shows, where there is one
 */
record SignIn(
    @Nullable String email,
    @Nullable String password,
    @Nullable String tokenHash,
    @Nullable String accessToken,
    @Nullable String code) {

  SignIn {
    boolean byPassword = email != null && password != null;
    boolean half = (email == null) != (password == null);
    int proofs = (byPassword ? 1 : 0) + (tokenHash == null ? 0 : 1) + (accessToken == null ? 0 : 1);
    if (half || proofs != 1) {
      throw new IllegalArgumentException(
          "Send either email and password, or token_hash, or access_token");
    }
  }

  @Override
  public String toString() {
    return "SignIn[hidden]";
  }
}
