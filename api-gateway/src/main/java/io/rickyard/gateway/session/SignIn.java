package io.rickyard.gateway.session;

import org.jspecify.annotations.Nullable;

/**
 * Proves who signs in: an address with its password, or a code that is good once.
 *
 * @param email the address
 * @param password its password
 * @param tokenHash the code
 */
record SignIn(@Nullable String email, @Nullable String password, @Nullable String tokenHash) {

  SignIn {
    boolean byPassword = email != null && password != null && tokenHash == null;
    boolean byCode = email == null && password == null && tokenHash != null;
    if (byPassword == byCode) {
      throw new IllegalArgumentException("Send either email and password, or token_hash");
    }
  }

  @Override
  public String toString() {
    return "SignIn[hidden]";
  }
}
