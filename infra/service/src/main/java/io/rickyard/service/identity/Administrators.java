package io.rickyard.service.identity;

import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;

/** Who administers the installation itself: whoever's account says so, as auth-service tells it. */
@Singleton
public final class Administrators {

  /** Whether a caller is one; a token that is limited to scopes never is. */
  public boolean include(Caller caller) {
    return caller.kind() != Caller.Kind.SERVICE
        && caller.scopes().isEmpty()
        && caller.administrator();
  }

  /** Refuses everybody else. */
  public void require(Caller caller) {
    if (!include(caller)) {
      throw new RequestRefused(
          ErrorCode.FORBIDDEN, "This is for the administrators of the installation");
    }
  }
}
