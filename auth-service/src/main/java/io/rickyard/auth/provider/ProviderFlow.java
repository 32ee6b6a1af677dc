package io.rickyard.auth.provider;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.onetime.Flow;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A way to a provider and back that somebody has begun.
 *
 * @param provider to which one
 * @param flow where it leads in the end
 * @param linking for whom it links an identity; none when it signs in
 */
public record ProviderFlow(String provider, Flow flow, @Nullable Linking linking) {

  /** Checks that nothing required is missing. */
  public ProviderFlow {
    requireNonNull(provider, "provider");
    requireNonNull(flow, "flow");
  }

  /**
   * Who wants an identity linked.
   *
   * @param user to whose account
   * @param session the session in which that was asked for
   * @param quiet whether the browser goes on with the session that it has, and gets none
   */
  public record Linking(UserId user, SessionId session, boolean quiet) {
    /** Checks that nothing is missing. */
    public Linking {
      requireNonNull(user, "user");
      requireNonNull(session, "session");
    }
  }

  /**
   * A way that came back; it is over.
   *
   * @param flow what was begun
   * @param sameBrowser whether the browser that came back is the one that set out
   */
  public record Returned(ProviderFlow flow, boolean sameBrowser) {
    /** Checks that nothing is missing. */
    public Returned {
      requireNonNull(flow, "flow");
    }
  }
}
