package io.rickyard.gateway.member;

import static java.util.Objects.requireNonNull;

/**
 * An invitation's secret, in the body since an address ends up in logs.
 *
 * @param token what its link ends with
 */
record ShownInvitation(String token) {
  ShownInvitation {
    requireNonNull(token, "token");
  }

  @Override
  public String toString() {
    return "ShownInvitation[…]";
  }
}
